import { mul, ones, square, tensor } from '@tensorflow/tfjs-core';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { combine, copyOf, mapTensors } from '../named-tensors.js';
import { asSlot, slotOf, zeroSlot } from '../slots.js';
import { perturbed } from './combination.js';

/** Options of {@link sparseSam}. */
export interface SparseSamOptions {
  /** Radius of the neighbourhood, ≥ 0. The paper uses 0.1 on CIFAR-10. */
  readonly rho: NumberOrSchedule;
  /** Share of the parameters' entries that are not perturbed, 0 ≤ s < 1. Default 0.5. */
  readonly sparsity?: number;
  /** Steps from one choice of entries to the next, ≥ 1. Default 100; the paper chooses once an epoch. */
  readonly every?: number;
}

/**
 * Perturbs only the entries that matter most: g = ∇L(θ + ρ M⊙g₁/‖M⊙g₁‖), with M = 1 on the entries of
 * largest Fisher information and 0 on the share `sparsity` of the others (SSAM-F).
 *
 * The Fisher information is estimated by the mean squared gradients of the mini-batches since the last
 * choice, where the paper draws examples for it: that needs no further passes. Until the first choice,
 * after `every` steps, M = 1. Two passes a step; sparsity 0 is SAM. State: `fisher/…`, `mask/…`.
 *
 * Mi et al., "Make Sharpness-Aware Minimization Stronger: A Sparsified Perturbation Approach",
 * NeurIPS 2022, arXiv 2210.05177.
 *
 * @throws RangeError if rho is negative or not finite, the sparsity outside [0, 1), or `every` not a
 *   whole number ≥ 1
 */
export function sparseSam({ rho, sparsity = 0.5, every = 100 }: SparseSamOptions): GradientRule {
  checkConstant(rho, 'rho');
  if (!(sparsity >= 0 && sparsity < 1)) {
    throw new RangeError(`sparsity must be at least 0 and below 1, got ${sparsity}.`);
  }
  if (!Number.isInteger(every) || every < 1) {
    throw new RangeError(`every must be a whole number of at least 1, got ${every}.`);
  }
  return {
    name: 'sparse-sam',
    passes: () => 2,
    init: (parameters) => ({
      ...zeroSlot('fisher', parameters),
      ...asSlot(
        'mask',
        mapTensors(parameters, ({ shape }) => ones(shape)),
      ),
    }),
    apply(call) {
      const { oracle, step, state } = call;
      const values = { rho: valueAt(rho, step, 'rho') };
      const chooses = step > 0 && step % every === 0;
      const fisher = slotOf(state, 'fisher');
      const mask = chooses ? largest(fisher, 1 - sparsity) : copyOf(slotOf(state, 'mask'));
      const first = oracle();
      const direction = mapTensors(first.gradients, (g, name) => mul(g, mask[name]));
      const second = oracle({ direction, radius: values.rho });
      const squares = mapTensors(first.gradients, (g) => square(g));
      const next = combine([
        [chooses ? 0 : 1, copyOf(fisher)],
        [1, squares],
      ]);
      return {
        ...perturbed(call, first, second, [[1, second.gradients]], values),
        state: { ...asSlot('fisher', next), ...asSlot('mask', mask) },
      };
    },
  };
}

/** 1 on the given share of all entries that are largest, 0 on the others; earlier ones win ties. */
function largest(tensors: NamedTensorMap, share: number): NamedTensorMap {
  const arrays = Object.entries(tensors).map(([name, t]) => ({ name, t, values: t.dataSync() }));
  const total = arrays.reduce((count, { values }) => count + values.length, 0);
  const all = new Float32Array(total);
  let offset = 0;
  for (const { values } of arrays) {
    all.set(values, offset);
    offset += values.length;
  }
  const count = Math.round(share * total);
  const threshold = all.slice().sort()[total - count];
  let ties = count - all.reduce((above, value) => above + (value > threshold ? 1 : 0), 0);
  const chosen = (value: number) => value > threshold || (value === threshold && ties-- > 0);
  const masks = arrays.map(({ name, t, values }) => {
    const mask = Float32Array.from(values, (value) => (chosen(value) ? 1 : 0));
    return [name, tensor(mask, t.shape)];
  });
  return Object.fromEntries(masks) as NamedTensorMap;
}

export const sparseSamRecord = ruleRecord<SparseSamOptions>({
  name: 'sparse-sam',
  title: 'Sparse SAM (SSAM-F)',
  paper: 'Mi et al., NeurIPS 2022, arXiv 2210.05177',
  formula: 'g = ∇L(θ + ρ M⊙g₁/‖M⊙g₁‖), M = 1 on the entries of largest Fisher information',
  passes: '2',
  options: {
    rho: { number: 'radius of the neighbourhood; 0.1 on CIFAR-10' },
    sparsity: { share: 'share of the entries that are not perturbed', default: 0.5 },
    every: { integer: 'steps from one choice of entries to the next', default: 100, min: 1 },
  },
  use: 'To study which parameters the perturbation should reach.',
  note: 'Estimates the Fisher information by squared gradients of mini-batches, at no further pass.',
  make: sparseSam,
});
