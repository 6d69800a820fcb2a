import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core';
import type { Oracle } from './oracle.js';

/** Numbers that a step yields besides its gradient. */
export interface Diagnostics {
  /** ‖∇L(θ)‖₂. */
  readonly gradientNorm: number;
  /** ‖∇L(θ + δ)‖₂, where the rule evaluates a perturbed point. */
  readonly perturbedGradientNorm?: number;
  /** L(θ + δ), where the rule evaluates a perturbed point. */
  readonly perturbedLoss?: number;
  /** L(θ + δ) - L(θ), where the rule evaluates a perturbed point. */
  readonly sharpness?: number;
  /** Cosine of the angle between ∇L(θ) and ∇L(θ + δ), if measured and neither is 0. */
  readonly cosine?: number;
  /** Set where the step was skipped, because a gradient was not finite. */
  readonly skipped?: true;
  /** The rule's hyper-parameters at this step, by name. */
  readonly hyperparameters: Readonly<Record<string, number>>;
}

/** What a rule is given at a step. */
export interface RuleCall {
  /** Computes gradients of the step's mini-batch. */
  readonly oracle: Oracle;
  /** The parameters as they stand, by name; not to be disposed. */
  readonly parameters: NamedTensorMap;
  /** What {@link GradientRule.init} or the step before returned; not to be disposed. */
  readonly state: NamedTensorMap;
  /** The optimizer step, 0-based. */
  readonly step: number;
  /** Seed of the step, for rules that draw at random. */
  readonly seed: number;
  /** Whether to compute diagnostics that cost time of their own: the cosine. */
  readonly measure: boolean;
}

/** What a rule makes of its evaluations. */
export interface RuleResult {
  /** L(θ), the loss at the unperturbed parameters. */
  readonly loss: Scalar;
  /** The gradient to follow; a parameter without one is left alone. */
  readonly gradients: NamedTensorMap;
  readonly diagnostics: Diagnostics;
  /** The state for the next step: new tensors, also where nothing changed. Default: none. */
  readonly state?: NamedTensorMap;
}

/**
 * Which gradient to follow: a combination Σ cᵢ ∇L(θ + δᵢ) of gradients at displaced parameters. A
 * rule knows neither model nor optimizer nor data, only an {@link Oracle}.
 */
export interface GradientRule {
  /** The name by which configuration files and logs know the rule. */
  readonly name: string;
  /**
   * How many forward and backward passes the rule takes at a step; 1 is the cost of plain training.
   * Rules that decide by data or by chance take fewer at times.
   */
  passes(step: number): number;
  /**
   * The state before the first step, for parameters of these names and shapes, by `slot` or
   * `slot/parameter`. Rules without it keep no state.
   */
  init?(parameters: NamedTensorMap): NamedTensorMap;
  /** Asks the oracle and combines its answers. Owns the gradients that it is given. */
  apply(call: RuleCall): RuleResult;
}
