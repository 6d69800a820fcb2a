import type { Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Variables of a model by the names that its layers gave them: the same in every process. */
export interface ModelVariables {
  readonly [name: string]: Variable;
}

/** All variables of a model: its parameters and its running statistics. */
export function allVariables(model: LayersModel): ModelVariables {
  return named(model.weights);
}

/** The parameters of a model: what training changes by gradients. */
export function trainableVariables(model: LayersModel): ModelVariables {
  return named(model.trainableWeights);
}

/** Number of trainable parameters. */
export function countParameters(model: LayersModel): number {
  return Object.values(trainableVariables(model)).reduce((total, { size }) => total + size, 0);
}

/** `originalName` lacks the suffix that tells the variables of several models in one process apart. */
function named(weights: LayersModel['weights']): ModelVariables {
  return Object.fromEntries(
    weights.map((weight) => [weight.originalName, weight.read() as Variable]),
  );
}
