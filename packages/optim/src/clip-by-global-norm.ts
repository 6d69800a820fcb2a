import { clone, mul } from '@tensorflow/tfjs-core';
import { globalNorm } from '@gnp/ops';
import { mapTensors, stateless } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/**
 * Scales all gradients by one factor so that their common Euclidean norm is at most `maxNorm`;
 * smaller gradients pass unchanged.
 *
 * Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
 * arXiv 1211.5063, algorithm 1.
 *
 * @throws RangeError if `maxNorm` is not a finite number greater than 0
 */
export function clipByGlobalNorm(maxNorm: number): GradientTransform {
  if (!Number.isFinite(maxNorm) || maxNorm <= 0) {
    throw new RangeError(`maxNorm must be a finite number greater than 0, got ${maxNorm}.`);
  }
  return stateless((gradients) => {
    const all = Object.values(gradients);
    if (all.length === 0) return {};
    const norm = globalNorm(all).dataSync()[0];
    if (norm <= maxNorm) return mapTensors(gradients, (gradient) => clone(gradient));
    return mapTensors(gradients, (gradient) => mul(gradient, maxNorm / norm));
  });
}
