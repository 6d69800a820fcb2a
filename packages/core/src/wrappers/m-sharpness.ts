import { checkCount } from '@gnp/options';
import { mix } from '../algebra/combine.js';
import type { Coefficient, Vector } from '../algebra/expression.js';
import { parts } from '../contract/request.js';
import type { Request } from '../contract/request.js';
import type { Outcome, Rule, Slots } from '../contract/rule.js';
import { through } from '../contract/through.js';
import { costOf } from '../executor/cost.js';

/**
 * Applies a rule to each shard of the mini-batch on its own and averages the gradients, as several
 * devices do that perturb along their own gradients: m-sharpness, m being the examples of a shard.
 * The shards are made of the micro-batches of the step, as equal as can be, so there must be as many of
 * these or more; a last batch of fewer examples has fewer shards. The diagnostics are means over the
 * shards. State: that of each shard, `shard0.…`.
 *
 * Foret et al., "Sharpness-Aware Minimization", ICLR 2021, arXiv 2010.01412, section 4.1.
 *
 * @throws RangeError if `shards` is not a whole number ≥ 1, or the rule has shards of its own; at a
 *   step, if there are too few micro-batches
 */
export function mSharpness(rule: Rule, shards: number): Rule {
  checkCount('shards', shards);
  if (costOf(rule, { microBatches: Array.from({ length: shards }, () => 1) }).asks.has('parts')) {
    throw new RangeError('mSharpness cannot be around mSharpness; multiply the shards.');
  }
  const slots = Object.entries(rule.memory);
  const memory: Slots = Object.fromEntries(
    Array.from({ length: shards }, (_, shard) =>
      slots.map(([slot, kind]) => [nameOf(shard, slot), kind] as const),
    ).flat(),
  );
  return {
    ...rule,
    memory,
    *run(turn) {
      const follow: [Coefficient, Vector][] = [];
      const remember: Record<string, Vector | Coefficient> = {};
      for (const { index, weight } of yield* parts(shards)) {
        const own = slots.map(([slot]) => [slot, turn.memory[nameOf(index, slot)]] as const);
        const outcome: Outcome = yield* through(
          rule.run({ ...turn, memory: Object.fromEntries(own) }),
          { request: (request) => ofPart(request, index) },
        );
        follow.push([weight, outcome.follow]);
        for (const [slot, value] of Object.entries(outcome.remember)) {
          remember[nameOf(index, slot)] = value;
        }
      }
      return { follow: mix(...follow), remember };
    },
    config: () => ({ name: 'm-sharpness', options: { shards }, rule: rule.config() }),
  };
}

const nameOf = (shard: number, slot: string) => `shard${shard}.${slot}`;

function ofPart(request: Request, part: number): Request {
  return request.ask === 'gradient' || request.ask === 'curvature' ? { ...request, part } : request;
}
