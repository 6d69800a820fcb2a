import { initializers } from '@tensorflow/tfjs-layers';
import type { Initializer } from './initializer-config.js';

/** Standard deviation of a standard normal distribution that is cut at ±2. */
const truncatedDeviation = 0.8796256610342398;

/**
 * LeCun's normal distribution, of variance 1 / fan-in, cut at two standard deviations of what it is cut
 * from: as Flax draws it. `tf.initializers.leCunNormal` forgets what the cut takes away, so that its
 * weights are 12 % smaller.
 *
 * LeCun et al., "Efficient BackProp", 1998, equation 16.
 */
export function lecunNormal({ seed }: { seed?: number } = {}): Initializer {
  return initializers.varianceScaling({
    scale: 1 / truncatedDeviation ** 2,
    mode: 'fanIn',
    distribution: 'normal',
    ...(seed !== undefined && { seed }),
  });
}
