import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { combine, copyOf, globalNorm, innerProductValue } from '../named-tensors.js';
import { perturbed } from './combination.js';

/** Options of {@link gam}. */
export interface GamOptions {
  /** Radius ρ in which the gradient norm is maximised, ≥ 0. Default 0.2, the authors' on CIFAR. */
  readonly rho?: NumberOrSchedule;
  /** Radius ρ' of the ascent on the loss, ≥ 0. Default 0.02; the authors use 0.02 to 0.04. */
  readonly rhoPrime?: NumberOrSchedule;
  /** Weight of g₁, ≥ 0. Default 0.5. */
  readonly beta1?: NumberOrSchedule;
  /** Weight of g₂ beside g₀, ≥ 0. Default 0.5. */
  readonly beta2?: NumberOrSchedule;
  /** Weight of g₃, ≥ 0. Default 0.5. */
  readonly beta3?: NumberOrSchedule;
  /** Weight of the ascent across the result, ≥ 0. Default 0.03; the authors use 0.03 to 0.05. */
  readonly gamma?: NumberOrSchedule;
}

/**
 * Gradient norm aware minimisation, by four gradients: with x̂ = x/‖x‖,
 *
 * - g₀ = ∇L(θ) and g₁ = ∇L(θ + ρ' ĝ₀)
 * - where the gradient norm is largest, θₐ = θ + ρ h/‖h‖ with h = g₁ - g₀: g₂ = ∇L(θₐ) and
 *   g₃ = ∇L(θₐ + ρ' ĝ₂)
 * - g = d - γ p⊥, with d = β₁ g₁ + β₃ g₃, and p⊥ the part of p = g₀ + β₂ g₂ across d
 *
 * Four passes a step. β₁ = 1, β₃ = γ = 0 is SAM with radius ρ'.
 *
 * Zhang et al., "Gradient Norm Aware Minimization Seeks First-Order Flatness and Improves
 * Generalization", CVPR 2023, arXiv 2303.03108, in the accelerated form of the authors' code.
 *
 * @throws RangeError if an option is negative or not finite
 */
export function gam({
  rho = 0.2,
  rhoPrime = 0.02,
  beta1 = 0.5,
  beta2 = 0.5,
  beta3 = 0.5,
  gamma = 0.03,
}: GamOptions = {}): GradientRule {
  const options = { rho, rhoPrime, beta1, beta2, beta3, gamma };
  for (const [name, value] of Object.entries(options)) checkConstant(value, name);
  const valuesAt = (step: number) =>
    Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, valueAt(value, step, name)]),
    ) as Record<keyof typeof options, number>;
  return {
    name: 'gam',
    passes: () => 4,
    apply(call) {
      const { oracle, step } = call;
      const values = valuesAt(step);
      const g0 = oracle();
      const g1 = oracle({ direction: g0.gradients, radius: values.rhoPrime });
      const change = combine([
        [1, copyOf(g1.gradients)],
        [-1, copyOf(g0.gradients)],
      ]);
      const g2 = oracle({ direction: change, radius: values.rho });
      const toAdversary = divided(values.rho, globalNorm(change));
      const ahead = combine([
        [toAdversary, change],
        [divided(values.rhoPrime, g2.gradientNorm), copyOf(g2.gradients)],
      ]);
      const g3 = oracle({ direction: ahead, scale: 1 });

      const descent = combine([
        [values.beta1, copyOf(g1.gradients)],
        [values.beta3, g3.gradients],
      ]);
      const ascent = combine([
        [1, copyOf(g0.gradients)],
        [values.beta2, g2.gradients],
      ]);
      const along = divided(innerProductValue(ascent, descent), globalNorm(descent) ** 2);
      return perturbed(
        call,
        g0,
        g1,
        [
          [1 + values.gamma * along, descent],
          [-values.gamma, ascent],
        ],
        values,
      );
    },
  };
}

const divided = (a: number, b: number) => (b > 0 ? a / b : 0);

export const gamRecord = ruleRecord<GamOptions>({
  name: 'gam',
  title: 'Gradient norm aware minimisation',
  paper: 'Zhang et al., CVPR 2023, arXiv 2303.03108',
  formula:
    "g = d - γ p⊥, d = β₁ g₁ + β₃ g₃, p = g₀ + β₂ g₂ (g₀…g₃ at θ, θ + ρ' ĝ₀, θₐ, θₐ + ρ' ĝ₂)",
  passes: '4',
  options: {
    rho: { number: 'radius in which the gradient norm is maximised', default: 0.2 },
    rhoPrime: { number: 'radius of the ascent on the loss', default: 0.02 },
    beta1: { number: 'weight of g₁', default: 0.5 },
    beta2: { number: 'weight of g₂ beside g₀', default: 0.5 },
    beta3: { number: 'weight of g₃', default: 0.5 },
    gamma: { number: 'weight of the ascent across the result', default: 0.03 },
  },
  use: 'First-order flatness, the largest gradient norm around; twice the cost of SAM.',
  note: "The accelerated form of the authors' code.",
  make: gam,
});
