import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core';

/** A displacement of the parameters: θ + scale · direction, name by name. */
export interface Offset {
  readonly direction: NamedTensorMap;
  readonly scale: number;
}

/** Loss and gradient at one point of parameter space. */
export interface Evaluation {
  readonly loss: Scalar;
  /** One gradient for each variable the loss depends on, by variable name, in its shape. */
  readonly gradients: NamedTensorMap;
  /** ‖gradients‖₂ over all variables; always finite. */
  readonly gradientNorm: number;
}

/**
 * One forward and backward pass at θ + offset (at θ without one). All that a rule knows of the
 * training problem.
 */
export type Oracle = (offset?: Offset) => Evaluation;

/** Numbers that a step yields besides its gradient. */
export interface Diagnostics {
  /** ‖∇L(θ)‖₂. */
  gradientNorm: number;
  /** ‖∇L(θ + δ)‖₂, where the rule evaluates a perturbed point. */
  perturbedGradientNorm?: number;
  /** L(θ + δ), where the rule evaluates a perturbed point. */
  perturbedLoss?: number;
  /** The rule's hyper-parameters at this step, by name. */
  hyperparameters: Record<string, number>;
}

/** What a rule makes of its evaluations. */
export interface RuleResult {
  /** L(θ), the loss at the unperturbed parameters. */
  readonly loss: Scalar;
  /** The gradient to follow. */
  readonly gradients: NamedTensorMap;
  readonly diagnostics: Diagnostics;
}

/**
 * Which gradient to follow: a combination Σ cᵢ ∇L(θ + δᵢ) of gradients at displaced parameters. A
 * rule knows neither model nor optimizer nor data, only an {@link Oracle}.
 */
export interface GradientRule {
  /** The name by which configuration files and logs know the rule. */
  readonly name: string;
  /** How many forward and backward passes the rule takes at a step; 1 is the cost of plain training. */
  passes(step: number): number;
  /** Asks the oracle and combines its answers. Owns the gradients that it is given. */
  apply(oracle: Oracle, step: number): RuleResult;
}
