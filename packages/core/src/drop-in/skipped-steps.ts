import { checkCount } from '@gnp/options';
import type { Diagnostics } from '../executor/diagnostics.js';
import type { GradientResult } from '../executor/gradient-result.js';
import type { NonFiniteGradientError } from '../executor/non-finite-error.js';
import type { NonFinitePolicy } from './penalized-options.js';

/** Counts steps that were skipped in a row, and ends a run that skips too many. */
export class SkippedSteps {
  readonly #limit: number;
  #inRow = 0;
  #found: unknown;

  /** @throws RangeError if so many steps cannot be skipped */
  constructor(policy: NonFinitePolicy) {
    this.#limit = policy === 'throw' ? 0 : checkCount('onNonFinite.skip', policy.skip);
  }

  /** What `computeGradient` is told. */
  get policy(): 'throw' | 'skip' {
    return this.#limit > 0 ? 'skip' : 'throw';
  }

  /**
   * Notes how a step went; where only the device knows, it is read in the meantime.
   *
   * @throws NonFiniteGradientError if too many steps have been skipped in a row
   */
  note(
    diagnostics: Diagnostics,
    { finite, skipped }: Pick<GradientResult, 'finite' | 'skipped'>,
  ): void {
    if (!finite) {
      this.#count(skipped);
      return;
    }
    diagnostics
      .read()
      .then((values) => this.#count(values.skipped))
      .catch((error: unknown) => {
        this.#found = error;
      });
  }

  /** @throws what reading an earlier step found */
  throwFound(): void {
    if (this.#found === undefined) return;
    const found = this.#found;
    this.#found = undefined;
    throw found;
  }

  #count(error: NonFiniteGradientError | undefined): void {
    this.#inRow = error ? this.#inRow + 1 : 0;
    if (error && this.#inRow > this.#limit) throw error;
  }
}
