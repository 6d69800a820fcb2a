import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { Diagnostics, RuleCall, RuleResult } from '../gradient-rule.js';
import { combine, innerProductValue } from '../named-tensors.js';
import type { Evaluation } from '../oracle.js';

/** A coefficient and the gradients that it multiplies. */
export type Term = readonly [number, NamedTensorMap];

/** The result of a rule that evaluated nothing but θ: Σ coefficient · gradients. */
export function unperturbed(
  first: Evaluation,
  terms: readonly Term[],
  hyperparameters: Readonly<Record<string, number>>,
): RuleResult {
  const { loss, gradientNorm } = first;
  return { loss, gradients: combine(terms), diagnostics: { gradientNorm, hyperparameters } };
}

/** The result of a rule that compares θ, `first`, with θ + δ, `second`: Σ coefficient · gradients. */
export function perturbed(
  { measure }: RuleCall,
  first: Evaluation,
  second: Evaluation,
  terms: readonly Term[],
  hyperparameters: Readonly<Record<string, number>>,
): RuleResult {
  const { loss, gradientNorm } = first;
  const perturbedLoss = second.loss.dataSync()[0];
  const cosine = measure ? cosineOf(first, second) : undefined;
  const diagnostics: Diagnostics = {
    gradientNorm,
    perturbedGradientNorm: second.gradientNorm,
    perturbedLoss,
    sharpness: perturbedLoss - loss.dataSync()[0],
    ...(cosine !== undefined && { cosine }),
    hyperparameters,
  };
  return { loss, gradients: combine(terms), diagnostics };
}

function cosineOf(a: Evaluation, b: Evaluation): number | undefined {
  const norms = a.gradientNorm * b.gradientNorm;
  if (norms === 0) return undefined;
  return innerProductValue(a.gradients, b.gradients) / norms;
}
