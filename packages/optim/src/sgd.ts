import type { Tensor } from '@tensorflow/tfjs-core';
import type { NumberOrSchedule, Selection } from '@gnp/options';
import { chain } from './chain.js';
import { addDecayedWeights } from './decay.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { accumulateMomentum } from './momentum.js';

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Step size, a number or a schedule. */
  readonly learningRate: NumberOrSchedule;
  /** Default 0.9. With 0 there is no momentum and no state. */
  readonly momentum?: number;
  /** Nesterov's form of momentum. Default true. */
  readonly nesterov?: boolean;
  /** Decoupled weight decay, scaled by the learning rate. Default 0. */
  readonly weightDecay?: NumberOrSchedule;
  /** Which parameters decay. Default all. */
  readonly decayMask?: Selection<Tensor>;
}

/**
 * Stochastic gradient descent with (Nesterov) momentum: θ ← θ - η (u + w θ), with u from
 * {@link accumulateMomentum}. The defaults are those of the papers' recipes.
 *
 * @throws RangeError if a number is impossible
 */
export function sgd({
  learningRate,
  momentum = 0.9,
  nesterov = true,
  weightDecay = 0,
  decayMask,
}: SgdOptions): GradientTransform {
  return chain(
    ...(momentum === 0 ? [] : [accumulateMomentum({ momentum, nesterov })]),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay, decayMask)]),
    scaleByLearningRate(learningRate),
  );
}
