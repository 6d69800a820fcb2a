import { add, div, divNoNan, sqrt } from '@tensorflow/tfjs-core';
import { smallestNormal, weightedSquare } from '@gnp/ops';
import { constant, define, flag, resolveOptions, share } from '@gnp/options';
import type { Given } from '@gnp/options';
import { chain } from './chain.js';
import { decaying, decayOptions } from './decay.js';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { accumulateMomentum } from './momentum.js';
import { learningRate } from './optimizer.js';
import { updateSlots, zeroSlots } from './slots.js';

const rmsOptions = {
  decay: share('decay of the mean square', { default: 0.9 }),
  epsilon: constant('added to the mean square, inside the root', { default: 1e-8 }),
};

/** Options of {@link scaleByRms}. */
export type RmsOptions = Given<typeof rmsOptions>;

/**
 * Divides by the root of the running mean square: v ← ρ v + (1-ρ) g², u = g / √(v + ε); 0 where the
 * root is 0.
 *
 * Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012.
 *
 * @throws RangeError if a number is impossible
 */
export function scaleByRms(options: RmsOptions = {}): GradientTransform {
  const { decay, epsilon } = resolveOptions('scaleByRms', rmsOptions, options);
  // what may be rounded to 0 does not keep the root from being 0
  const quotient = epsilon >= smallestNormal ? div : divNoNan;
  return {
    config: { name: 'scaleByRms', decay, epsilon },
    init: (parameters) => zeroSlots('meanSquare', parameters),
    update(gradients, state) {
      const next = updateSlots('meanSquare', state, gradients, (v, g) =>
        weightedSquare(v, g, { aScale: decay, xScale: 1 - decay }),
      );
      const updates = mapTensors(gradients, (gradient, name) =>
        quotient(gradient, sqrt(add(next[`meanSquare/${name}`], epsilon))),
      );
      return { updates, state: next };
    },
  };
}

/**
 * RMSProp: θ ← θ - η (u + w θ), with u from {@link scaleByRms}, after momentum where asked for.
 *
 * @throws RangeError if a number is impossible
 */
export const rmsProp = define(
  {
    name: 'rmsprop',
    title: 'RMSProp',
    paper: 'Tieleman and Hinton, lecture 6.5, 2012',
    options: {
      learningRate,
      ...rmsOptions,
      momentum: share('decay of the accumulated scaled gradient; 0: none', { default: 0 }),
      nesterov: flag("Nesterov's form of momentum, which looks a step ahead", { default: false }),
      ...decayOptions(0),
    },
  },
  ({ learningRate, momentum, nesterov, weightDecay, decayMask, ...rms }) =>
    chain(
      scaleByRms(rms),
      ...(momentum === 0 ? [] : [accumulateMomentum({ momentum, nesterov })]),
      ...decaying(weightDecay, decayMask),
      scaleByLearningRate(learningRate),
    ),
);

/** Options of {@link rmsProp}. */
export type RmsPropOptions = Given<typeof rmsProp.options>;
