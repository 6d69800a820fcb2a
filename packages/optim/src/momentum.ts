import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';
import { checkNumber } from '@gnp/options';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { updateSlots, zeroSlots } from './slots.js';

/** Options of {@link accumulateMomentum}. */
export interface MomentumOptions {
  /** Decay of the accumulated gradient, in [0, 1). */
  readonly momentum: number;
  /** Looks one step ahead. */
  readonly nesterov: boolean;
}

/**
 * Heavy-ball momentum without dampening: m ← g + μ m; the update is m, or g + μ m with the new m
 * (Nesterov).
 *
 * Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013.
 *
 * @throws RangeError if `momentum` is outside [0, 1)
 */
export function accumulateMomentum({ momentum, nesterov }: MomentumOptions): GradientTransform {
  checkNumber('momentum', momentum, { least: 0, below: 1 });
  const blend = (m: Tensor, g: Tensor) => weightedSum(g, 1, m, momentum);
  return {
    config: { name: 'accumulateMomentum', momentum, nesterov },
    init: (parameters) => zeroSlots('momentum', parameters),
    update(gradients, state) {
      const next = updateSlots('momentum', state, gradients, blend);
      const updates = mapTensors(gradients, (gradient, name) => {
        const m = next[`momentum/${name}`];
        return nesterov ? blend(m, gradient) : clone(m);
      });
      return { updates, state: next };
    },
  };
}
