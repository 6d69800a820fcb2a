import { add, mul, scalar } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { adamDirection, weightedSquare, weightedSum } from '@gnp/ops';
import { checkNumber } from '@gnp/options';
import type { NumberOrSchedule, Selection } from '@gnp/options';
import { chain } from './chain.js';
import { addDecayedWeights } from './decay.js';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { updateSlots, valueIn, zeroSlots } from './slots.js';

/** Options of {@link scaleByAdam}. */
export interface AdamOptions {
  /** Decay of the first moment, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam's direction m̂ / (√v̂ + ε), with bias-corrected moments; 0 where the divisor is 0.
 *
 * The weights 1 - βᵗ of the correction are kept in the state, as `meanWeight` and `varianceWeight`: t
 * counts the updates that were made, not the steps of the run. They are of the optimizer, not of each
 * parameter, so one whose first gradient comes late is corrected as the others are.
 *
 * Kingma and Ba, "Adam", ICLR 2015, arXiv 1412.6980, algorithm 1.
 *
 * @throws RangeError if a number is impossible
 */
export function scaleByAdam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamOptions = {}): GradientTransform {
  checkNumber('beta1', beta1, { least: 0, below: 1 });
  checkNumber('beta2', beta2, { least: 0, below: 1 });
  checkNumber('epsilon', epsilon, { least: 0 });
  return {
    config: { name: 'scaleByAdam', beta1, beta2, epsilon },
    init: (parameters) => ({
      ...zeroSlots('mean', parameters),
      ...zeroSlots('variance', parameters),
      meanWeight: scalar(0),
      varianceWeight: scalar(0),
    }),
    update(gradients, state) {
      const means = updateSlots('mean', state, gradients, (m, g) =>
        weightedSum(m, beta1, g, 1 - beta1),
      );
      const variances = updateSlots('variance', state, gradients, (v, g) =>
        weightedSquare(v, g, { aScale: beta2, xScale: 1 - beta2 }),
      );
      const meanWeight = momentOfOnes(valueIn(state, 'meanWeight'), beta1);
      const varianceWeight = momentOfOnes(valueIn(state, 'varianceWeight'), beta2);
      const updates = mapTensors(gradients, (_gradient, name) => {
        const [mean, variance] = [means[`mean/${name}`], variances[`variance/${name}`]];
        return adamDirection(mean, variance, { meanWeight, varianceWeight, epsilon });
      });
      return { updates, state: { ...means, ...variances, meanWeight, varianceWeight } };
    },
  };
}

/** 1 - βᵗ from 1 - βᵗ⁻¹, rounded as the moments are. */
function momentOfOnes(old: Tensor, beta: number): Scalar {
  return add<Scalar>(mul(old, beta), 1 - beta);
}

/** Options of {@link adamW}. */
export interface AdamWOptions extends AdamOptions {
  /** Step size, a number or a schedule. */
  readonly learningRate: NumberOrSchedule;
  /** Decoupled weight decay, scaled by the learning rate. Default 0.01. */
  readonly weightDecay?: NumberOrSchedule;
  /** Which parameters decay. Default all, as in the papers' code. */
  readonly decayMask?: Selection<Tensor>;
}

/**
 * Adam with decoupled weight decay: θ ← θ - η (m̂ / (√v̂ + ε) + w θ).
 *
 * Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, arXiv 1711.05101.
 *
 * @throws RangeError if a number is impossible
 */
export function adamW({
  learningRate,
  weightDecay = 0.01,
  decayMask,
  ...adam
}: AdamWOptions): GradientTransform {
  return chain(
    scaleByAdam(adam),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay, decayMask)]),
    scaleByLearningRate(learningRate),
  );
}
