import { engine } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';
import type { Offset, Oracle } from './gradient-rule.js';
import { globalNorm } from './named-tensors.js';
import { NonFiniteGradientError } from './non-finite-error.js';
import type { LossFunction } from './pass.js';
import { variableGrads } from './variable-grads.js';

/** The oracle of one step, and how many passes it has been asked for. */
export interface CountingOracle {
  readonly oracle: Oracle;
  readonly passes: () => number;
}

/**
 * The oracle of one training step over `variables`. Every pass leaves the variables bit for bit as it
 * found them, also when it throws, and passes after the first undo what they assigned to any other
 * variable (the moving averages of batch norm).
 */
export function createOracle(
  lossFn: LossFunction,
  variables: readonly Variable[],
  step: number,
  seed: number,
): CountingOracle {
  let passes = 0;
  const oracle: Oracle = (offset) => {
    const index = passes++;
    const batchStatistics = index === 0 ? 'update' : 'keep';
    const evaluate = () =>
      variableGrads(() => lossFn({ index, step, seed, batchStatistics }), [...variables]);

    const others = index === 0 ? [] : otherVariables(variables);
    const { value: loss, grads: gradients } = restoring(others, () =>
      offset
        ? restoring(variables, () => {
            displace(variables, offset);
            return evaluate();
          })
        : evaluate(),
    );
    const gradientNorm = globalNorm(gradients);
    if (!Number.isFinite(gradientNorm)) {
      throw new NonFiniteGradientError(step, index, loss.dataSync()[0]);
    }
    return { loss, gradients, gradientNorm };
  };
  return { oracle, passes: () => passes };
}

/**
 * Runs `f`, then puts back what it assigned to `variables`. The old values are kept alive by
 * reference and reinstated, never recomputed, so the result is exact and nothing is copied.
 */
function restoring<T>(variables: readonly Variable[], f: () => T): T {
  const originals = variables.map((variable) => variable.clone());
  try {
    return f();
  } finally {
    variables.forEach((variable, i) => {
      if (variable.dataId !== originals[i].dataId) variable.assign(originals[i]);
      originals[i].dispose();
    });
  }
}

function displace(variables: readonly Variable[], { direction, scale }: Offset): void {
  for (const variable of variables) {
    const along: Tensor | undefined = direction[variable.name];
    if (!along || scale === 0) continue;
    const displaced = weightedSum(variable, 1, along, scale);
    variable.assign(displaced);
    displaced.dispose();
  }
}

function otherVariables(variables: readonly Variable[]): Variable[] {
  const own = new Set(variables.map((variable) => variable.name));
  return Object.values(engine().registeredVariables).filter(({ name }) => !own.has(name));
}
