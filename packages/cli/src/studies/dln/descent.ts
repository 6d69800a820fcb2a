import { covarianceTimes, weightGradient } from './network.js';
import type { Parameters, Regression } from './network.js';

/** One of the rules that the study compares, its penalty (γ/2)‖∇L‖² and the step of its difference. */
export interface StudyRule {
  readonly rule: 'gd' | 'backward-difference' | 'double-backprop' | 'forward-difference';
  readonly gamma: number;
  readonly epsilon: number;
}

/** Where a rule leads. */
export interface Direction {
  /** The gradient to follow, of u and of v. */
  readonly gradient: Parameters;
  /** ‖∇L‖² at the parameters. */
  readonly squaredNorm: number;
  /** g⊙g′ [d]: what shrinks the effective initialisation. */
  readonly shrinkage: Float64Array;
}

/**
 * The gradient of a rule, with g = ∇_β L at θ and g′ = ∇_β L at θ ± ε∇L; g′ = g for the exact penalty.
 *
 * Karakida et al., ICML 2023, arXiv 2210.02720.
 */
export function directionOf(
  problem: Regression,
  at: Parameters,
  { rule, gamma, epsilon }: StudyRule,
): Direction {
  const g = weightGradient(problem, at);
  const gradient = fullGradient(at, g);
  const squaredNorm =
    gradient.u.reduce((sum, value) => sum + value * value, 0) +
    gradient.v.reduce((sum, value) => sum + value * value, 0);
  switch (rule) {
    case 'gd':
      return { gradient, squaredNorm, shrinkage: new Float64Array(g.length) };
    case 'double-backprop': {
      const penalty = hessianGradient(problem, at, g);
      const shrinkage = g.map((value) => value * value);
      return { gradient: plus(gradient, penalty, gamma), squaredNorm, shrinkage };
    }
    case 'forward-difference':
    case 'backward-difference': {
      const step = rule === 'forward-difference' ? epsilon : -epsilon;
      const there = plus(at, gradient, step);
      const perturbed = weightGradient(problem, there);
      const change = plus(fullGradient(there, perturbed), gradient, -1);
      const shrinkage = g.map((value, i) => value * perturbed[i]);
      return { gradient: plus(gradient, change, gamma / step), squaredNorm, shrinkage };
    }
  }
}

/** a + scale · b. */
export function plus(a: Parameters, b: Parameters, scale: number): Parameters {
  return {
    u: a.u.map((value, i) => value + scale * b.u[i]),
    v: a.v.map((value, i) => value + scale * b.v[i]),
  };
}

/** ∇L of u and v: 2u⊙g and -2v⊙g. */
function fullGradient({ u, v }: Parameters, g: Float64Array): Parameters {
  return { u: u.map((ui, i) => 2 * ui * g[i]), v: v.map((vi, i) => -2 * vi * g[i]) };
}

/** H∇L, the gradient of ½‖∇L‖² = 2 Σ (u² + v²) g². */
function hessianGradient(problem: Regression, { u, v }: Parameters, g: Float64Array): Parameters {
  const k = covarianceTimes(
    problem,
    g.map((value, i) => (u[i] * u[i] + v[i] * v[i]) * value),
  );
  return {
    u: u.map((ui, i) => 4 * ui * g[i] * g[i] + 8 * ui * k[i]),
    v: v.map((vi, i) => 4 * vi * g[i] * g[i] - 8 * vi * k[i]),
  };
}
