import type { MicroBatches } from '../executor/micro-batches.js';

/** What an infinite or NaN loss or gradient comes to: an error, or a step that is skipped, up to so many in a row. */
export type NonFinitePolicy = 'throw' | { readonly skip: number };

/** Options of `penalized`. */
export interface PenalizedOptions {
  /**
   * As `microBatches` of `computeGradient`, for `minimize` with a loss function that takes the
   * pass; `LayersModel.fit` computes whole batches only. Default 1.
   */
  readonly microBatches?: MicroBatches;
  /** As `measure` of `computeGradient`. Default false. */
  readonly measure?: boolean;
  /** Seed of the masks of dropout layers of `@gnp/models`, and of rules that draw. Default 0. */
  readonly seed?: number;
  /**
   * What an infinite or NaN loss or gradient comes to: an error, or a step that changes nothing, up to
   * so many times in a row. Default 'throw'.
   */
  readonly onNonFinite?: NonFinitePolicy;
}
