import { mul } from '@tensorflow/tfjs-core';
import { checkConstant, valueAt } from '@gnp/options';
import type { NumberOrSchedule } from '@gnp/options';
import { mapTensors, stateless } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/**
 * Multiplies by the negative learning rate: the last stage of every optimizer.
 *
 * @throws RangeError if the learning rate is negative or not finite
 */
export function scaleByLearningRate(learningRate: NumberOrSchedule): GradientTransform {
  checkConstant(learningRate, 'learningRate');
  const scale = stateless((gradients, _, step) => {
    const rate = valueAt(learningRate, step, 'learningRate');
    return mapTensors(gradients, (gradient) => mul(gradient, -rate));
  });
  return { ...scale, config: { name: 'scaleByLearningRate', learningRate } };
}
