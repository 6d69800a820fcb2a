import { checkConstant } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import { gnp } from './gnp.js';

/** Options of {@link sam}. */
export interface SamOptions {
  /** Radius of the neighbourhood, in units of the parameters, ≥ 0. The paper uses 0.05 to 0.2. */
  readonly rho: NumberOrSchedule;
}

/**
 * Sharpness-aware minimisation: g = ∇L(θ + ρ ∇L(θ)/‖∇L(θ)‖). Two passes a step; it is
 * {@link gnp} with r = ρ and α = 1, and its diagnostics say so.
 *
 * Foret, Kleiner, Mobahi and Neyshabur, "Sharpness-Aware Minimization for Efficiently Improving
 * Generalization", ICLR 2021, arXiv 2010.01412.
 *
 * @throws RangeError if rho is negative or not finite
 */
export function sam({ rho }: SamOptions): GradientRule {
  checkConstant(rho, 'rho');
  return { ...gnp({ r: rho, alpha: 1 }), name: 'sam' };
}

export const samRecord = ruleRecord({
  name: 'sam',
  title: 'Sharpness-aware minimisation',
  paper: 'Foret et al., ICLR 2021, arXiv 2010.01412',
  formula: 'g = ∇L(θ + ρ g₁/‖g₁‖)',
  passes: '2',
  options: { rho: { number: 'radius of the neighbourhood; 0.05 to 0.2' } },
  use: 'The best known rule of the family; `gnp` with α = 1.',
  make: sam,
});
