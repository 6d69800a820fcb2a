import type { Tensor } from '@tensorflow/tfjs-core';
import type { Selection } from '@gnp/options';
import type { Coefficient } from './num.js';

/**
 * A tensor for each of some parameters, by name, together one vector: a gradient, or what is made of
 * gradients. A plain description: the executor computes it on the device where it is needed, and frees it.
 */
export type Vector = HeldVector | SumVector | RestrictedVector | ElementwiseVector | LargestVector;

/** What the executor holds tensors for: the gradient of a pass, the parameters, what the rule remembers. */
export interface HeldVector {
  readonly kind: 'held';
  /** What it is, for error messages. */
  readonly label: string;
}

/** Σ coefficient · vector. */
export interface SumVector {
  readonly kind: 'sum';
  readonly terms: readonly Term[];
}

/** A coefficient and the vector that it multiplies. */
export type Term = readonly [Coefficient, Vector];

/** The part of a vector that belongs to some of the parameters. */
export interface RestrictedVector {
  readonly kind: 'restricted';
  readonly of: Vector;
  /** A parameter must be in each. */
  readonly to: readonly Selection<Tensor>[];
}

/** A function of the tensors of each parameter. */
export interface ElementwiseVector {
  readonly kind: 'elementwise';
  readonly of: readonly Vector[];
  readonly compute: (tensors: readonly Tensor[], name: string) => Tensor;
}

/** 1 on the entries of a vector that are largest, 0 on the others. */
export interface LargestVector {
  readonly kind: 'largest';
  readonly of: Vector;
  /** The share of the entries that are 1. */
  readonly share: number;
}

/** A vector that the executor gives tensors. */
export function heldVector(label: string): HeldVector {
  return { kind: 'held', label };
}

/** The parameters θ themselves, where the step begins. */
export const parameters: HeldVector = heldVector('parameters');
