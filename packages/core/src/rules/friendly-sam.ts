import { number, share } from '@gnp/options';
import { along, defineRule, gradient, mix } from '../kit.js';

/**
 * Perturbs along the noise of the mini-batch alone, the gradient less its running mean:
 *
 * m ← λ m + (1-λ) g₁, d = g₁ - σ m, g = ∇L(θ + ρ d/‖d‖), with g₁ = ∇L(θ).
 *
 * Two passes a step; σ = 0 is SAM. State: `mean/…`.
 *
 * Li et al., "Friendly Sharpness-Aware Minimization", CVPR 2024, arXiv 2403.12350.
 */
export const friendlySam = defineRule({
  name: 'friendly-sam',
  title: 'Friendly SAM',
  paper: 'Li et al., CVPR 2024, arXiv 2403.12350',
  formula: 'm ← λ m + (1-λ) g₁, d = g₁ - σ m, g = ∇L(θ + ρ d/‖d‖)',
  use: 'As SAM; less sensitive to the radius.',
  note:
    'The mean includes the present gradient, as in the paper; published code takes the mean before ' +
    'it, or averages g₁ - σ m by mistake. A difference that is no larger than rounding is 0.',
  options: {
    rho: number('radius of the neighbourhood; 0.2 on CIFAR-100'),
    sigma: number('how much of the mean gradient is taken out', { default: 1 }),
    decay: share('decay λ of the mean; 0.6 to 0.95', { default: 0.6 }),
  },
  memory: { mean: 'zeros' },
  *step({ rho, sigma, decay }, { memory }) {
    const g1 = yield* gradient();
    const mean = mix([decay, memory.mean], [1 - decay, g1]);
    const follow = yield* gradient(along(mix([1, g1], [-sigma, mean]), rho));
    return { follow, remember: { mean } };
  },
});
