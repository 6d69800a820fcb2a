import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core';
import type { Diagnostics, GradientRule, RuleResult } from '../gradient-rule.js';
import { combine } from '../named-tensors.js';

/** Numbers of {@link Diagnostics} that are averaged over shards. */
const averaged = [
  'gradientNorm',
  'perturbedGradientNorm',
  'perturbedLoss',
  'sharpness',
  'cosine',
] as const;

/**
 * Applies a rule to each shard of the mini-batch on its own and averages the gradients, as several
 * devices do that perturb along their own gradients: m-sharpness, m being the examples of a shard.
 * The shards are made of the micro-batches of the step, so `microBatches` must be a multiple of them.
 * The diagnostics are means over the shards. State: that of each shard, `shard0.…`.
 *
 * Foret et al., "Sharpness-Aware Minimization", ICLR 2021, arXiv 2010.01412, section 4.1.
 *
 * @throws RangeError if `shards` is not a whole number ≥ 1; at a step, if its micro-batches cannot be
 *   shared out
 */
export function mSharpness(rule: GradientRule, shards: number): GradientRule {
  if (!Number.isInteger(shards) || shards < 1) {
    throw new RangeError(`shards must be a whole number of at least 1, got ${shards}.`);
  }
  const prefix = (shard: number) => `shard${shard}.`;
  return {
    ...rule,
    ...(rule.init && {
      init: (parameters) =>
        Object.assign(
          {},
          ...Array.from({ length: shards }, (_, i) =>
            renamed(rule.init?.(parameters) ?? {}, (name) => prefix(i) + name),
          ),
        ) as NamedTensorMap,
    }),
    apply(call) {
      const parts = call.oracle.split(shards);
      const state: NamedTensorMap = Object.fromEntries(
        Object.entries(call.state).map(([name, tensor]) => [name, tensor.clone()]),
      );
      const results = parts.map(({ oracle, weight }, i) => {
        const own = Object.entries(call.state).filter(([name]) => name.startsWith(prefix(i)));
        const ownState = renamed(Object.fromEntries(own), (name) => name.slice(prefix(i).length));
        const result = rule.apply({ ...call, oracle, state: ownState });
        Object.assign(
          state,
          renamed(result.state ?? {}, (name) => prefix(i) + name),
        );
        return { ...result, weight };
      });
      const { loss } = combine(results.map(({ weight, loss }) => [weight, { loss }]));
      return {
        loss: loss as Scalar,
        gradients: combine(results.map(({ weight, gradients }) => [weight, gradients])),
        diagnostics: meanDiagnostics(results),
        state,
      };
    },
  };
}

function meanDiagnostics(
  results: readonly (RuleResult & { readonly weight: number })[],
): Diagnostics {
  const [{ diagnostics }] = results;
  const means = averaged.flatMap((name) => {
    const values = results.map(({ diagnostics }) => diagnostics[name]);
    if (values.some((value) => value === undefined)) return [];
    return [[name, results.reduce((sum, { weight }, i) => sum + weight * (values[i] ?? 0), 0)]];
  });
  return { ...diagnostics, ...Object.fromEntries(means) };
}

function renamed(tensors: NamedTensorMap, rename: (name: string) => string): NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, t]) => [rename(name), t]));
}
