import { globalNorm, shortened } from '@gnp/ops';
import { checkNumber } from '@gnp/options';
import { mapTensors, stateless } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/**
 * Scales all gradients by one factor so that their common Euclidean norm is at most `maxNorm`. Smaller
 * gradients pass bit for bit, and so do those whose norm is not finite, for whoever looks out for them.
 *
 * Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
 * arXiv 1211.5063, algorithm 1.
 *
 * @throws RangeError if `maxNorm` is not a finite number above 0
 */
export function clipByGlobalNorm(maxNorm: number): GradientTransform {
  checkNumber('maxNorm', maxNorm, { above: 0 });
  const clip = stateless((gradients) => {
    const norm = globalNorm(Object.values(gradients));
    return mapTensors(gradients, (gradient) => shortened(gradient, norm, maxNorm));
  });
  return { ...clip, config: { name: 'clipByGlobalNorm', maxNorm } };
}
