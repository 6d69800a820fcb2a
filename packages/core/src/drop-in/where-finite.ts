import { engine, tidy, where } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/**
 * Runs an update of variables, and takes it back on the device where a flag is false: parameters and
 * the slots of optimizers, all registered variables.
 *
 * @param finite a bool scalar
 */
export function whereFinite(finite: Tensor, update: () => void): void {
  const variables = Object.values<Variable>(engine().registeredVariables);
  const originals = variables.map((variable) => variable.clone());
  try {
    update();
    variables.forEach((variable, i) => {
      if (variable.dataId === originals[i].dataId) return;
      tidy(() => variable.assign(where(finite, variable, originals[i])));
    });
  } finally {
    for (const original of originals) original.dispose();
  }
}
