import { number, share } from '@gnp/options';
import { along, defineRule, gradient, mix } from '../kit.js';

/**
 * Perturbs along the momentum, which costs no pass: v ← μ v + g, g = ∇L(θ - ρ v/‖v‖) with the v of the
 * step before. One pass a step. The sign is that of the authors' code: against the accumulated
 * gradients, as Nesterov's look-ahead is. The loss is that of the perturbed point, the only one that
 * is evaluated. State: `momentum/…`.
 *
 * Becker, Altrock and Risse, "Momentum-SAM: Sharpness Aware Minimization without Computational
 * Overhead", 2024, arXiv 2401.12033.
 */
export const momentumSam = defineRule({
  name: 'momentum-sam',
  title: 'Momentum-SAM',
  paper: 'Becker et al., 2024, arXiv 2401.12033',
  formula: 'g = ∇L(θ - ρ v/‖v‖), v ← μ v + g',
  use: 'Where a second pass is too dear.',
  note: 'Loss and gradient norm are those of the perturbed point, the only one evaluated.',
  options: {
    rho: number('radius of the perturbation; 0.3 to 3'),
    momentum: share('decay μ of the momentum', { default: 0.9 }),
  },
  memory: { momentum: 'zeros' },
  *step({ rho, momentum }, { memory }) {
    const g = yield* gradient(along(memory.momentum, -rho));
    return { follow: g, remember: { momentum: mix([momentum, memory.momentum], [1, g]) } };
  },
});
