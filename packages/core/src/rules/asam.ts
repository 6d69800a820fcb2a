import { abs, add, mul } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { code, isSelected, number } from '@gnp/options';
import type { Selection } from '@gnp/options';
import { along, defineRule, elementwise, gradient, parameters } from '../kit.js';
import type { Vector } from '../kit.js';

/** Kernels, embeddings and the scales of norm layers, as the authors' code weighs them; no biases. */
const weights: Selection<Tensor> = (name, { rank }) =>
  rank >= 2 || /(^|\/)(gamma|scale)/.test(name);

/**
 * Adaptive sharpness-aware minimisation: a neighbourhood that scales with the weights,
 *
 * g = ∇L(θ + ρ T² g₁/‖T g₁‖), with g₁ = ∇L(θ), T = |w| + η on weights and 1 elsewhere.
 *
 * Two passes a step.
 *
 * Kwon, Kim, Park and Choi, "ASAM: Adaptive Sharpness-Aware Minimization for Scale-Invariant Learning
 * of Deep Neural Networks", ICML 2021, arXiv 2102.11600.
 */
export const asam = defineRule({
  name: 'asam',
  title: 'Adaptive SAM',
  paper: 'Kwon et al., ICML 2021, arXiv 2102.11600',
  formula: 'g = ∇L(θ + ρ T² g₁/‖T g₁‖), T = |w| + η on weights, 1 on the rest',
  use: 'Where layers differ much in scale; its sharpness does not change when weights are rescaled.',
  note:
    'Parameters of two or more axes count as weights, and the scales of norm layers (`gamma`, `scale`), ' +
    "as in the authors' code; `weights` in code says otherwise.",
  options: {
    rho: number('radius, relative to the weights; 0.5 on CIFAR-10, 1 on CIFAR-100'),
    eta: number('added to the size of each weight', { default: 0.01 }),
    weights: code<Selection<Tensor>>('which parameters count as weights', { default: weights }),
  },
  *step({ rho, eta, weights: chosen }) {
    const timesT = (x: Vector) =>
      elementwise(
        ([v, w], name) => (isSelected(chosen, name, w) ? mul(v, add(abs(w), eta)) : v),
        x,
        parameters,
      );
    const g1 = yield* gradient();
    const scaled = timesT(g1);
    return yield* gradient(along(timesT(scaled), rho, scaled));
  },
});
