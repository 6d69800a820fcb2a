import { valueAt } from '@gnp/options';
import type { NumberOrSchedule } from '@gnp/options';
import { chain } from './chain.js';
import { stagesOf } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';

/**
 * The learning rate that a transform was made with.
 *
 * @throws Error unless the transform is or holds exactly one {@link scaleByLearningRate}
 */
export function learningRateOf(transform: GradientTransform): NumberOrSchedule {
  return stageOf(transform).config?.learningRate as NumberOrSchedule;
}

/**
 * The learning rate that a transform takes a step (0-based) with; undefined where it has not exactly one.
 *
 * @throws RangeError if a schedule gives a number that is negative or not finite
 */
export function learningRateAt(transform: GradientTransform, step: number): number | undefined {
  const [stage, ...others] = ratesOf(transform);
  if (!stage || others.length > 0) return undefined;
  return valueAt(stage.config?.learningRate as NumberOrSchedule, step, 'learningRate');
}

/**
 * The same transform with another learning rate; the state of one fits the other.
 *
 * @throws Error as {@link learningRateOf}
 * @throws RangeError if the learning rate is negative or not finite
 */
export function withLearningRate(
  transform: GradientTransform,
  learningRate: NumberOrSchedule,
): GradientTransform {
  const old = stageOf(transform);
  const changed = scaleByLearningRate(learningRate);
  return chain(...stagesOf(transform).map((stage) => (stage === old ? changed : stage)));
}

function stageOf(transform: GradientTransform): GradientTransform {
  const found = ratesOf(transform);
  if (found.length === 1) return found[0];
  throw new Error(
    'To read or set the learning rate of an optimizer takes exactly one scaleByLearningRate in its ' +
      `chain, and there are ${found.length}.`,
  );
}

function ratesOf(transform: GradientTransform): GradientTransform[] {
  return stagesOf(transform).filter(({ config }) => config?.name === 'scaleByLearningRate');
}
