import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';
import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import { mapTensors, stateless } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/** Which parameters decay. */
export type DecayMask = (name: string, parameter: Tensor) => boolean;

/** Every parameter decays: the convention of the papers' code. */
export const everyParameter: DecayMask = () => true;

/** Kernels and embeddings decay; biases, scales and shifts (rank 0 and 1) do not. */
export const kernelsOnly: DecayMask = (_, parameter) => parameter.rank > 1;

/**
 * Adds `weightDecay` · θ to the updates, before the learning rate scales them: decoupled weight decay.
 *
 * Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, arXiv 1711.05101.
 *
 * @param mask which parameters decay; default all
 * @throws RangeError if `weightDecay` is negative or not finite
 */
export function addDecayedWeights(
  weightDecay: NumberOrSchedule,
  mask: DecayMask = everyParameter,
): GradientTransform {
  checkConstant(weightDecay, 'weightDecay');
  return stateless((gradients, parameters, step) => {
    const decay = valueAt(weightDecay, step, 'weightDecay');
    return mapTensors(gradients, (gradient, name) => {
      const parameter = parameters[name];
      return decay > 0 && mask(name, parameter)
        ? weightedSum(gradient, 1, parameter, decay)
        : clone(gradient);
    });
  });
}
