import { add, div, divNoNan, sqrt } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { smallestNormal, weightedSquare } from '@gnp/ops';
import { checkNumber } from '@gnp/options';
import type { NumberOrSchedule, Selection } from '@gnp/options';
import { chain } from './chain.js';
import { addDecayedWeights } from './decay.js';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { accumulateMomentum } from './momentum.js';
import { updateSlots, zeroSlots } from './slots.js';

/** Options of {@link scaleByRms}. */
export interface RmsOptions {
  /** Decay of the mean square, in [0, 1). Default 0.9. */
  readonly decay?: number;
  /** Added to the mean square, inside the root. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Divides by the root of the running mean square: v ← ρ v + (1-ρ) g², u = g / √(v + ε); 0 where the
 * root is 0.
 *
 * Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012.
 *
 * @throws RangeError if a number is impossible
 */
export function scaleByRms({ decay = 0.9, epsilon = 1e-8 }: RmsOptions = {}): GradientTransform {
  checkNumber('decay', decay, { least: 0, below: 1 });
  checkNumber('epsilon', epsilon, { least: 0 });
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

/** Options of {@link rmsProp}. */
export interface RmsPropOptions extends RmsOptions {
  /** Step size, a number or a schedule. */
  readonly learningRate: NumberOrSchedule;
  /** Momentum on the scaled gradient. Default 0: none. */
  readonly momentum?: number;
  /** Nesterov's form of momentum. Default false. */
  readonly nesterov?: boolean;
  /** Decoupled weight decay, scaled by the learning rate. Default 0. */
  readonly weightDecay?: NumberOrSchedule;
  /** Which parameters decay. Default all. */
  readonly decayMask?: Selection<Tensor>;
}

/**
 * RMSProp: θ ← θ - η (u + w θ), with u from {@link scaleByRms}, after momentum where asked for.
 *
 * @throws RangeError if a number is impossible
 */
export function rmsProp({
  learningRate,
  momentum = 0,
  nesterov = false,
  weightDecay = 0,
  decayMask,
  ...rms
}: RmsPropOptions): GradientTransform {
  return chain(
    scaleByRms(rms),
    ...(momentum === 0 ? [] : [accumulateMomentum({ momentum, nesterov })]),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay, decayMask)]),
    scaleByLearningRate(learningRate),
  );
}
