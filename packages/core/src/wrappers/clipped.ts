import { checkConstant, valueAt } from '@gnp/options';
import type { NumberOrSchedule } from '@gnp/options';
import { ratio, smaller } from '../algebra/arithmetic.js';
import { mix, norm } from '../algebra/combine.js';
import type { Vector } from '../algebra/expression.js';
import type { Gradient, Step } from '../contract/request.js';
import { checkSaveable } from '../contract/rule-config.js';
import type { Outcome, Rule, Turn } from '../contract/rule.js';
import { through } from '../contract/through.js';
import { costOf } from '../executor/cost.js';

/** Options of {@link clipped}. */
export interface ClippedOptions {
  /** Largest norm of each gradient, before they are combined, > 0. Default: no limit. */
  readonly each?: NumberOrSchedule;
  /**
   * Largest norm of the combined gradient, > 0; what the papers' code does, and `clipByGlobalNorm` of
   * `@gnp/optim`: this is for other optimizers. Default: no limit.
   */
  readonly combined?: NumberOrSchedule;
}

const positive = { above: 0 };

/**
 * A rule whose gradients are scaled down to a largest global norm, before they are combined,
 * afterwards, or both. Norms in the diagnostics are those before clipping.
 *
 * @throws RangeError if a norm is not above 0 or none is given, or `each` meets a rule that
 *   differentiates the gradient
 */
export function clipped(rule: Rule, { each, combined }: ClippedOptions): Rule {
  if (each === undefined && combined === undefined) {
    throw new RangeError('clipped needs a norm: each, combined, or both.');
  }
  if (each !== undefined) checkConstant(each, 'each', positive);
  if (combined !== undefined) checkConstant(combined, 'combined', positive);
  if (each !== undefined && costOf(rule).asks.has('curvature')) refuse(rule);
  return {
    ...rule,
    *run(turn) {
      const outcome = yield* each === undefined ? rule.run(turn) : clippingEach(rule, each, turn);
      if (combined === undefined) return outcome;
      const limit = valueAt(combined, turn.step, 'combined', positive);
      return { ...outcome, follow: shortened(outcome.follow, limit) };
    },
    config() {
      const options = {
        ...(each !== undefined && { each }),
        ...(combined !== undefined && { combined }),
      };
      for (const [name, value] of Object.entries(options)) checkSaveable(`'${name}'`, value);
      return { name: 'clipped', options, rule: rule.config() };
    },
  };
}

function clippingEach(rule: Rule, each: NumberOrSchedule, turn: Turn): Step<Outcome> {
  const limit = valueAt(each, turn.step, 'each', positive);
  const clip = (g: Gradient): Gradient => ({ ...shortened(g, limit), loss: g.loss });
  return through(rule.run(turn), {
    request: (request) => (request.ask === 'curvature' ? refuse(rule) : request),
    answer(answer, request) {
      if (request.ask !== 'gradient') return answer;
      if (!request.apart) return clip(answer as Gradient);
      const { data, penalty } = answer as { data: Gradient; penalty: Vector };
      return { data: clip(data), penalty };
    },
  });
}

function refuse(rule: Rule): never {
  throw new RangeError(
    `'${rule.name}' differentiates the gradient, so it cannot be clipped first; clip the combined one.`,
  );
}

/** Scaled down to a norm; what is shorter stays as it is, bit for bit. */
function shortened(x: Vector, limit: number): Vector {
  return mix([smaller(1, ratio(limit, norm(x))), x]);
}
