import { abs, add, div, maximum, mul, sqrt, square } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { smallestNormal } from '@gnp/ops';
import { count, number, share } from '@gnp/options';
import { along, defineRule, elementwise, gradient, largest } from '../kit.js';

/**
 * Perturbs only the entries that matter most: g = ∇L(θ + ρ M⊙g₁/‖g₁‖), with M = 1 on the entries of
 * largest Fisher information and 0 on the share `sparsity` of the others (SSAM-F). As in the authors'
 * code the whole gradient is normalised and then masked.
 *
 * The Fisher information is estimated by the mean squared gradients of the mini-batches since the last
 * choice, where the paper draws examples for it: that needs no further passes. Until the first choice,
 * after `every` steps, M = 1. Two passes a step; sparsity 0 is SAM. State: `fisher/…`, the root of the sum
 * of the squares, which stays in the range of float32, and `mask/…`.
 *
 * Mi et al., "Make Sharpness-Aware Minimization Stronger: A Sparsified Perturbation Approach",
 * NeurIPS 2022, arXiv 2210.05177.
 */
export const sparseSam = defineRule({
  name: 'sparse-sam',
  title: 'Sparse SAM (SSAM-F)',
  paper: 'Mi et al., NeurIPS 2022, arXiv 2210.05177',
  formula: 'g = ∇L(θ + ρ M⊙g₁/‖g₁‖), M = 1 on the entries of largest Fisher information',
  use: 'To study which parameters the perturbation should reach.',
  note: 'Estimates the Fisher information by squared gradients of mini-batches, at no further pass.',
  options: {
    rho: number('radius of the neighbourhood; 0.1 on CIFAR-10'),
    sparsity: share('share of the entries that are not perturbed', { default: 0.5 }),
    every: count('steps from one choice of entries to the next; the paper chooses once an epoch', {
      default: 100,
    }),
  },
  memory: { fisher: 'zeros', mask: 'ones' },
  *step({ rho, sparsity, every }, { turn, memory, perturbed }) {
    const chooses = turn > 0 && turn % every === 0;
    const mask = chooses ? largest(perturbed(memory.fisher), 1 - sparsity) : memory.mask;
    const g1 = yield* gradient();
    const masked = elementwise(([g, m]) => mul(g, m), g1, mask);
    const follow = yield* gradient(along(masked, rho, g1));
    const size = elementwise(([g]) => abs(g), g1);
    const fisher = chooses ? size : elementwise(([f, g]) => hypotenuse(f, g), memory.fisher, size);
    return { follow, remember: { fisher, ...(chooses && { mask }) } };
  },
});

/** √(a² + b²) of numbers from 0 on, over the whole range of float32. */
function hypotenuse(a: Tensor, b: Tensor): Tensor {
  const larger = maximum(maximum(a, b), smallestNormal);
  return mul(larger, sqrt(add(square(div(a, larger)), square(div(b, larger)))));
}
