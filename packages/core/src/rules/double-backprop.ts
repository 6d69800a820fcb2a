import { number } from '@gnp/options';
import { curvature, defineRule, gradient, mix } from '../kit.js';

/**
 * Penalises the norm of the gradient exactly, by differentiating the gradient, H being the Hessian:
 *
 * - `gamma`: L(θ) + (γ/2)‖∇L(θ)‖² and g = ∇L + γ H∇L
 * - `lambda`: L(θ) + λ‖∇L(θ)‖ and g = ∇L + λ H∇L/‖∇L‖; a gradient of 0 is penalised by nothing
 *
 * About three passes a step, four with micro-batches, and the memory of both graphs; one pass where the
 * strength is 0.
 *
 * Drucker and Le Cun, "Improving generalization performance using double backpropagation", 1992;
 * compared with finite differences by Karakida et al., ICML 2023, arXiv 2210.02720. `lambda` is the
 * objective that Zhao et al., ICML 2022, approximate by `gnp`.
 */
export const doubleBackprop = defineRule({
  name: 'double-backprop',
  title: 'Exact penalty by double backpropagation (DB)',
  paper: 'Drucker and Le Cun, 1992; Karakida et al., ICML 2023, arXiv 2210.02720',
  formula: 'g = g₁ + γ H g₁, or g = g₁ + λ H g₁/‖g₁‖',
  use: 'As the reference that finite differences approximate; with smooth activations.',
  note:
    'Needs second derivatives of every operation of the loss; where one is missing it says so. ' +
    'The passes count the operations alone: it also takes the memory of both graphs, and works without ' +
    'fused kernels. With micro-batches it takes a pass more.',
  options: {
    gamma: number('strength of (γ/2)‖∇L‖²; this or lambda', { optional: true }),
    lambda: number('strength of λ‖∇L‖; this or gamma', { optional: true }),
  },
  check({ gamma, lambda }) {
    if ((gamma === undefined) === (lambda === undefined)) {
      throw new RangeError('double-backprop takes either gamma (squared norm) or lambda (norm).');
    }
  },
  *step({ gamma, lambda }) {
    const strength = gamma ?? lambda ?? 0;
    if (strength === 0) return yield* gradient();
    const { g, slope } = yield* curvature(gamma === undefined ? 'norm' : 'squared-norm');
    return mix([1, g], [strength, slope]);
  },
});
