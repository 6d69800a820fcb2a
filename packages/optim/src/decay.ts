import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';
import { checkConstant, isSelected, valueAt } from '@gnp/options';
import type { NumberOrSchedule, ParameterLike, Selection } from '@gnp/options';
import { mapTensors, stateless } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/** The {@link Selection} of every parameter: what decays by the convention of the papers' code. */
export const everyParameter = (_name: string, _parameter: ParameterLike): boolean => true;

/** The {@link Selection} of kernels and embeddings, without biases, scales and shifts (rank 0 and 1). */
export const kernelsOnly = (_name: string, parameter: ParameterLike): boolean => parameter.rank > 1;

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
  mask: Selection<Tensor> = everyParameter,
): GradientTransform {
  checkConstant(weightDecay, 'weightDecay');
  const decayed = stateless((gradients, parameters, step) => {
    const decay = valueAt(weightDecay, step, 'weightDecay');
    return mapTensors(gradients, (gradient, name) => {
      const parameter = parameters[name];
      return decay > 0 && isSelected(mask, name, parameter)
        ? weightedSum(gradient, 1, parameter, decay)
        : clone(gradient);
    });
  });
  return { ...decayed, config: { name: 'addDecayedWeights', weightDecay, mask } };
}
