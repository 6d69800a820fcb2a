import { add, argMax, dispose, notEqual, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { computeGradient, globalNorm } from '@gnp/core';
import type { Diagnostics, GradientRule } from '@gnp/core';
import type { Batch } from '@gnp/data';
import { applyUpdates } from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import type { ModelVariables } from '@gnp/models';
import { foldIn } from '@gnp/random';
import { crossEntropy, l2Penalty } from './loss.js';
import type { Normalize } from './normalize.js';

/** Everything that stays the same from step to step. */
export interface StepContext {
  readonly model: LayersModel;
  readonly parameters: ModelVariables;
  /** Those that the coupled penalty covers. */
  readonly penalized: readonly Variable[];
  readonly l2: number;
  readonly labelSmoothing: number;
  readonly rule: GradientRule;
  readonly optimizer: GradientTransform;
  readonly normalize: Normalize;
  readonly seed: number;
}

/** What one step tells of itself. Loss and errors are those of the unperturbed parameters. */
export interface StepResult {
  readonly optimizerState: NamedTensorMap;
  /** Mean cross-entropy of the batch. */
  readonly loss: number;
  /** How many images of the batch were classified wrongly. */
  readonly errors: number;
  readonly diagnostics: Diagnostics & { readonly passes: number };
  /** Euclidean norm of the change of the parameters, if asked for. */
  readonly updateNorm: number | undefined;
}

/**
 * One training step: the gradient of a batch by the rule, clipped, and applied by the optimizer. The
 * old optimizer state is disposed.
 */
export function trainStep(
  context: StepContext,
  batch: Batch,
  optimizerState: NamedTensorMap,
  step: number,
  measureUpdate: boolean,
): StepResult {
  const { model, parameters, penalized, l2, labelSmoothing } = context;
  const images = context.normalize(batch.images, batch.size);
  const labels = tensor1d(batch.labels, 'int32');
  let loss = NaN;
  let errors = 0;

  const result = computeGradient(
    context.rule,
    (pass) => {
      const logits = model.apply(images, { training: true, ...pass }) as Tensor2D;
      const meanCrossEntropy = crossEntropy(logits, labels, labelSmoothing);
      if (pass.index === 0) {
        loss = meanCrossEntropy.dataSync()[0];
        errors = countErrors(logits, labels);
      }
      return l2 > 0
        ? (add(meanCrossEntropy, l2Penalty(penalized, l2)) as Scalar)
        : meanCrossEntropy;
    },
    Object.values(parameters),
    { step, seed: foldIn(context.seed, 'step', step) },
  );

  let updateNorm: number | undefined;
  const nextState = applyUpdates(
    context.optimizer,
    parameters,
    byParameter(parameters, result.gradients),
    optimizerState,
    step,
    measureUpdate ? (updates) => (updateNorm = globalNorm(updates)) : undefined,
  );
  dispose([images, labels, result.loss, result.gradients]);
  return { optimizerState: nextState, loss, errors, diagnostics: result.diagnostics, updateNorm };
}

/** Gradients come by the names of variables, which differ from model to model in one process. */
function byParameter(parameters: ModelVariables, gradients: NamedTensorMap): NamedTensorMap {
  const named = Object.entries(parameters).map(([name, variable]) => [
    name,
    gradients[variable.name],
  ]);
  return Object.fromEntries(named.filter(([, gradient]) => gradient));
}

/** How many rows of logits [batch, classes] have their largest value elsewhere than at the label. */
export function countErrors(logits: Tensor2D, labels: ReturnType<typeof tensor1d>): number {
  return tidy(() => sum(notEqual(argMax(logits, 1), labels)).dataSync()[0]);
}
