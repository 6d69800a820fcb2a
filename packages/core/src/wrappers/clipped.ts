import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { combine, globalNorm } from '../named-tensors.js';
import { mapOracle } from '../oracle.js';

/** Options of {@link clipped}. */
export interface ClippedOptions {
  /** Largest norm of each gradient, before they are combined, > 0. Default: no limit. */
  readonly each?: NumberOrSchedule;
  /** Largest norm of the combined gradient, > 0; what the papers' code does. Default: no limit. */
  readonly combined?: NumberOrSchedule;
}

/**
 * A rule whose gradients are scaled down to a largest global norm, before they are combined,
 * afterwards, or both. Norms in the diagnostics are those after clipping.
 *
 * @throws RangeError if a norm is not above 0, or none is given
 * @throws Error at a step, if `each` meets a rule that differentiates the gradient
 */
export function clipped(rule: GradientRule, { each, combined }: ClippedOptions): GradientRule {
  if (each === undefined && combined === undefined) {
    throw new RangeError('clipped needs a norm: each, combined, or both.');
  }
  if (each !== undefined) checkConstant(each, 'each', Number.MIN_VALUE);
  if (combined !== undefined) checkConstant(combined, 'combined', Number.MIN_VALUE);
  return {
    ...rule,
    apply(call) {
      const { step } = call;
      const result = rule.apply(each === undefined ? call : { ...call, oracle: clipping(each) });
      if (combined === undefined) return result;
      const limit = valueAt(combined, step, 'combined', Number.MIN_VALUE);
      const norm = globalNorm(result.gradients);
      return { ...result, gradients: scaledTo(limit, result.gradients, norm) };

      function clipping(largest: NumberOrSchedule) {
        const limit = valueAt(largest, step, 'each', Number.MIN_VALUE);
        return mapOracle(call.oracle, {
          evaluation: ({ loss, gradients, gradientNorm }) => ({
            loss,
            gradients: scaledTo(limit, gradients, gradientNorm),
            gradientNorm: Math.min(gradientNorm, limit),
          }),
          withHessian: () => {
            throw new Error(
              `'${rule.name}' differentiates the gradient, so it cannot be clipped first; clip the combined one.`,
            );
          },
        });
      }
    },
  };
}

function scaledTo(limit: number, gradients: NamedTensorMap, norm: number): NamedTensorMap {
  return norm > limit ? combine([[limit / norm, gradients]]) : gradients;
}
