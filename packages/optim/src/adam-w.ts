import { add, mul, scalar } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { adamDirection, weightedSquare, weightedSum } from '@gnp/ops';
import { constant, define, resolveOptions, share } from '@gnp/options';
import type { Given } from '@gnp/options';
import { chain } from './chain.js';
import { decaying, decayOptions } from './decay.js';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { learningRate } from './optimizer.js';
import { updateSlots, valueIn, zeroSlots } from './slots.js';

const adamOptions = {
  beta1: share('decay of the first moment', { default: 0.9 }),
  beta2: share('decay of the second moment', { default: 0.999 }),
  epsilon: constant('added to the root of the second moment', { default: 1e-8 }),
};

/** Options of {@link scaleByAdam}. */
export type AdamOptions = Given<typeof adamOptions>;

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
export function scaleByAdam(options: AdamOptions = {}): GradientTransform {
  const { beta1, beta2, epsilon } = resolveOptions('scaleByAdam', adamOptions, options);
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

/**
 * Adam with decoupled weight decay: θ ← θ - η (m̂ / (√v̂ + ε) + w θ).
 *
 * Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, arXiv 1711.05101.
 *
 * @throws RangeError if a number is impossible
 */
export const adamW = define(
  {
    name: 'adamw',
    title: 'Adam with decoupled weight decay',
    paper: 'Loshchilov and Hutter, ICLR 2019, arXiv 1711.05101',
    options: { learningRate, ...adamOptions, ...decayOptions(0.01) },
  },
  ({ learningRate, weightDecay, decayMask, ...adam }) =>
    chain(
      scaleByAdam(adam),
      ...decaying(weightDecay, decayMask),
      scaleByLearningRate(learningRate),
    ),
);

/** Options of {@link adamW}. */
export type AdamWOptions = Given<typeof adamW.options>;
