import { count, number } from '@gnp/options';
import {
  across,
  along,
  defineRule,
  gradient,
  mix,
  norm,
  significant,
  times,
  unit,
} from '../kit.js';

/**
 * SAM every k steps, and its direction remembered in between:
 *
 * - every k steps g = g₂ = ∇L(θ + ρ g₁/‖g₁‖), and v = g₂ - ⟨g₁, g₂⟩/‖g₁‖² g₁ is remembered
 * - otherwise g = g₁ + α ‖g₁‖/‖v‖ v
 *
 * 1 + 1/k passes a step on average. All norms are over all parameters together; a v that is no larger
 * than the rounding of g₂ is 0. k = 1 is SAM. State: `direction/…`.
 *
 * Liu et al., "Towards Efficient and Scalable Sharpness-Aware Minimization", CVPR 2022,
 * arXiv 2203.02714.
 */
export const lookSam = defineRule({
  name: 'look-sam',
  title: 'LookSAM',
  paper: 'Liu et al., CVPR 2022, arXiv 2203.02714',
  formula: 'every k steps g = g₂; else g = g₁ + α ‖g₁‖/‖v‖ v, v = g₂ - ⟨g₁, g₂⟩/‖g₁‖² g₁',
  use: 'SAM for little more than plain training, with large batches.',
  note: 'Norms are global, as in the paper; a well-known package takes them tensor by tensor.',
  options: {
    rho: number('radius of the neighbourhood'),
    every: count('steps from one SAM step to the next', { default: 5 }),
    alpha: number('weight of the remembered direction', { default: 0.7 }),
  },
  memory: { direction: 'zeros' },
  *step({ rho, every, alpha }, { turn, memory }) {
    const g1 = yield* gradient();
    if (turn % every > 0) return mix([1, g1], [times(alpha, norm(g1)), unit(memory.direction)]);
    const g2 = yield* gradient(along(g1, rho));
    return { follow: g2, remember: { direction: significant(across(g2, g1)) } };
  },
});
