import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core';
import type { Diagnostics } from './diagnostics.js';
import type { NonFiniteGradientError } from './non-finite-error.js';

/** The outcome of one step of a gradient rule; its tensors are the caller's. */
export interface GradientResult {
  /** L(θ) at the unperturbed parameters: the data loss, without a penalty that is given apart. */
  readonly loss: Scalar;
  /** The gradient to follow, by parameter name; empty for a skipped step. */
  readonly gradients: NamedTensorMap;
  /** The rule's state for the next step; empty where it keeps none. */
  readonly state: NamedTensorMap;
  /** Norms, losses and metrics of the passes, to be read when they are wanted. */
  readonly diagnostics: Diagnostics;
  /**
   * Whether all numbers are finite, a bool scalar on the device, on backends that cannot be read at no
   * cost: where it is false, `gradients` are 0, and optimizers keep their state (`applyUpdates` of
   * `@gnp/optim` takes it). Undefined where it is known.
   */
  readonly finite?: Scalar;
  /** Why the step was skipped, where it was and that is known. */
  readonly skipped?: NonFiniteGradientError;
  /** Frees all tensors, the state's among them. */
  dispose(): void;
}
