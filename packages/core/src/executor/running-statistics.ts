import { add, engine, mul, tidy, where } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/**
 * The variables that a loss function assigns to besides the parameters: the moving averages of batch
 * norm. They take the values that the first pass gives them, once the whole step has come to its end;
 * of several micro-batches the mean, as if several devices had averaged theirs.
 */
export class RunningStatistics {
  readonly #variables: readonly Variable[];
  readonly #means = new Map<Variable, Tensor>();

  constructor(parameters: readonly Variable[]) {
    const own = new Set(parameters.map(({ name }) => name));
    const registered = Object.values<Variable>(engine().registeredVariables);
    this.#variables = registered.filter(({ name }) => !own.has(name));
  }

  /**
   * Watches a call of the loss function.
   *
   * @returns puts back what has been assigned since; with a weight, that weighs in first
   */
  watch(): (weight?: number) => void {
    const originals = this.#variables.map((variable) => variable.clone());
    return (weight) => {
      if (weight !== undefined) this.#note(originals, weight);
      this.#variables.forEach((variable, i) => {
        if (variable.dataId !== originals[i].dataId) variable.assign(originals[i]);
        originals[i].dispose();
      });
    };
  }

  /**
   * Assigns the means of what was noted.
   *
   * @param finite a flag on the device: where it is false, the values stay
   */
  commit(finite?: Tensor): void {
    for (const [variable, mean] of this.#means) {
      tidy(() => variable.assign(finite ? where(finite, mean, variable) : mean));
    }
    this.dispose();
  }

  /** Forgets what was noted. */
  dispose(): void {
    for (const mean of this.#means.values()) mean.dispose();
    this.#means.clear();
  }

  #note(originals: readonly Tensor[], weight: number): void {
    this.#variables.forEach((variable, i) => {
      const before = this.#means.get(variable);
      const changed = variable.dataId !== originals[i].dataId;
      if (!changed && !before) return;
      const isMean = weight < 1 && variable.dtype === 'float32';
      const value = isMean ? tidy(() => weighIn(variable, weight, before)) : variable.clone();
      before?.dispose();
      this.#means.set(variable, engine().keep(value));
    });
  }
}

function weighIn(value: Tensor, weight: number, before: Tensor | undefined): Tensor {
  const part = mul(value, weight);
  return before ? add(before, part) : part;
}
