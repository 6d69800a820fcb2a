import { number, share } from '@gnp/options';
import { along, defineRule, gradient, norm, read } from '../kit.js';

/**
 * SAM where the landscape is sharp, plain training elsewhere: a SAM step if ‖g₁‖² ≥ μ + c σ, with
 * running estimates μ ← δ μ + (1-δ) ‖g₁‖² and σ² ← δ σ² + (1-δ) (‖g₁‖² - μ)².
 *
 * One or two passes a step. The estimates are corrected for their start at 0, as Adam's are, so that
 * the first step is a SAM step. It decides by the norm, which it reads. State: `rootMean` √μ and
 * `rootDeviation` √σ, in units of the norm so that they stay in the range of float32, and `steps`.
 *
 * Jiang et al., "An Adaptive Policy to Employ Sharpness-Aware Minimization" (AE-SAM), ICLR 2023,
 * arXiv 2304.14647.
 */
export const adaptiveSam = defineRule({
  name: 'adaptive-sam',
  title: 'SAM by an adaptive policy (AE-SAM)',
  paper: 'Jiang et al., ICLR 2023, arXiv 2304.14647',
  formula: 'g = ∇L(θ + ρ g₁/‖g₁‖) if ‖g₁‖² ≥ μ + c σ, else g₁',
  use: "About half of SAM's extra cost, at the steps where it matters.",
  note: 'Reads the norm of the gradient in the middle of a step.',
  reads: true,
  options: {
    rho: number('radius of the neighbourhood'),
    threshold: number('c, in standard deviations of ‖g₁‖²; the paper goes from 1 to -1', {
      default: 0,
      least: -Infinity,
    }),
    decay: share('decay of mean and variance of ‖g₁‖²', { default: 0.9 }),
  },
  memory: { rootMean: 'number', rootDeviation: 'number', steps: 'number' },
  *step({ rho, threshold, decay }, { memory }) {
    const g1 = yield* gradient();
    const [size, rootMean, rootDeviation, before] = yield* read(
      norm(g1),
      memory.rootMean,
      memory.rootDeviation,
      memory.steps,
    );
    const steps = before + 1;
    const weight = (1 - decay) / (1 - decay ** steps); // 1 at the first step
    const squared = size ** 2;
    const mean = rootMean ** 2 + weight * (squared - rootMean ** 2);
    const variance = rootDeviation ** 4 + weight * ((squared - mean) ** 2 - rootDeviation ** 4);
    const isSharp = squared >= mean + threshold * Math.sqrt(variance);
    const follow = isSharp ? yield* gradient(along(g1, rho)) : g1;
    const remember = { rootMean: Math.sqrt(mean), rootDeviation: variance ** 0.25, steps };
    return { follow, remember };
  },
});
