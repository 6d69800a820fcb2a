import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';
import { checkConstant, isCovered, mask, number, valueAt } from '@gnp/options';
import type { Mask, NumberOrSchedule } from '@gnp/options';
import { mapTensors, stateless } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/** The options of decoupled weight decay, which all optimizers have. */
export const decayOptions = (weightDecay: number) => ({
  weightDecay: number('decoupled weight decay, scaled by the learning rate', {
    default: weightDecay,
  }),
  decayMask: mask<Tensor>('which parameters decay', { default: 'all' }),
});

/** {@link addDecayedWeights}, or nothing where nothing decays. */
export function decaying(weightDecay: NumberOrSchedule, mask: Mask<Tensor>): GradientTransform[] {
  return weightDecay === 0 ? [] : [addDecayedWeights(weightDecay, mask)];
}

/**
 * Adds `weightDecay` · θ to the updates, before the learning rate scales them: decoupled weight decay.
 *
 * Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, arXiv 1711.05101.
 *
 * @param covered which parameters decay; default all
 * @throws RangeError if `weightDecay` is negative or not finite
 */
export function addDecayedWeights(
  weightDecay: NumberOrSchedule,
  covered: Mask<Tensor> = 'all',
): GradientTransform {
  checkConstant(weightDecay, 'weightDecay');
  const decayed = stateless((gradients, parameters, step) => {
    const decay = valueAt(weightDecay, step, 'weightDecay');
    return mapTensors(gradients, (gradient, name) => {
      const parameter = parameters[name];
      return decay > 0 && isCovered(covered, name, parameter)
        ? weightedSum(gradient, 1, parameter, decay)
        : clone(gradient);
    });
  });
  return { ...decayed, config: { name: 'addDecayedWeights', weightDecay, mask: covered } };
}
