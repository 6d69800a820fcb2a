import type { StepReport } from './callback.js';
import { addStep } from './log-sums.js';
import type { StepNumbers, StepTaken } from './train-step.js';
import type { TrainingState } from './training-state.js';

/** Steps that have been taken, and whose numbers have not been looked at. */
export class PendingSteps {
  readonly #state: TrainingState;
  readonly #skipLimit: number;
  readonly #pending: { taken: StepTaken; step: number; epoch: number }[] = [];
  readonly #reports: StepReport[] = [];

  /** @param skipLimit how many steps in a row may be skipped */
  constructor(state: TrainingState, skipLimit: number) {
    this.#state = state;
    this.#skipLimit = skipLimit;
  }

  /** Adds the step that the state has just counted. */
  add(taken: StepTaken): void {
    const { step, epoch } = this.#state;
    this.#pending.push({ taken, step, epoch: epoch + 1 });
  }

  /**
   * Waits until at most so many steps are pending, and adds the numbers of the others to the sums.
   *
   * @returns the numbers of the last of them
   * @throws NonFiniteGradientError if one is not finite, or more steps in a row were skipped than may be
   */
  async settle(atMost = 0): Promise<StepNumbers | undefined> {
    let last: StepNumbers | undefined;
    while (this.#pending.length > atMost) {
      const { taken, step, epoch } = this.#pending.shift()!;
      last = await taken.numbers();
      const state = this.#state;
      state.sums = addStep(state.sums, last, taken.size);
      const { loss, metrics, gradientNorm, updateNorm, skipped } = last;
      state.skippedInRow = skipped ? state.skippedInRow + 1 : 0;
      if (skipped && state.skippedInRow > this.#skipLimit) throw skipped;
      const { errorRate } = metrics;
      const isSkipped = skipped !== undefined;
      const { hyperparameters, learningRate } = taken;
      const figures = { loss, errorRate, gradientNorm, updateNorm, isSkipped };
      const settings = { learningRate, hyperparameters };
      this.#reports.push({ step, epoch, images: taken.size, ...figures, ...settings });
    }
    return last;
  }

  /** The reports of settled steps, each once. */
  *reports(): Generator<StepReport> {
    while (this.#reports.length > 0) yield this.#reports.shift()!;
  }

  /** Frees what is left of a run that failed. */
  async discard(): Promise<void> {
    const left = this.#pending.splice(0);
    await Promise.allSettled(left.map(({ taken }) => taken.numbers()));
  }
}
