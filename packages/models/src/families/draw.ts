import { initializers } from '@tensorflow/tfjs-layers';
import type { Initializer } from '../layers/initializer-config.js';
import { lecunNormal } from '../layers/lecun-normal.js';

/** How the first values of a weight are drawn, given a seed; `tf.initializers` are such functions. */
export type Draw = (config: { seed: number }) => Initializer;

/** N(0, σ²) */
export const normal =
  (stddev: number): Draw =>
  ({ seed }) =>
    initializers.randomNormal({ stddev, seed });

/** U(-1, 1) / √units, as linear maps of the papers' convolutional networks. */
export const uniformByUnits =
  (units: number): Draw =>
  ({ seed }) =>
    initializers.randomUniform({
      minval: -1 / Math.sqrt(units),
      maxval: 1 / Math.sqrt(units),
      seed,
    });

/** N(0, 2 / (kernelSize² · filters)), by the fan-out of a convolution: He et al., 2015, arXiv 1502.01852. */
export const heFanOut = (kernelSize: number, filters: number): Draw =>
  normal(Math.sqrt(2 / (kernelSize * kernelSize * filters)));

/** Uniform, of variance 2 / (fan-in + fan-out): Glorot and Bengio, 2010. */
export const xavier: Draw = initializers.glorotUniform;

/** Normal and cut, of variance 1 / fan-in. */
export const lecun: Draw = lecunNormal;

/** No draw at all. */
export const zeros: Draw = () => initializers.zeros();
