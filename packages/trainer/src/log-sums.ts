import type { StepNumbers } from './train-step.js';

/** Sums over the steps since metrics were last logged; plain numbers, so that checkpoints can hold them. */
export interface LogSums {
  readonly steps: number;
  readonly images: number;
  readonly errors: number;
  /** Sum of the losses of the images. */
  readonly loss: number;
  /** Steps that were skipped; their images count in nothing else. */
  readonly skipped: number;
  /** Milliseconds from batch to batch, without callbacks and evaluation. */
  readonly elapsedMs: number;
  /** Of these, milliseconds of waiting for data. */
  readonly dataMs: number;
}

/** Sums over no steps. */
export function noSums(): LogSums {
  return { steps: 0, images: 0, errors: 0, loss: 0, skipped: 0, elapsedMs: 0, dataMs: 0 };
}

/** The sums with the numbers of one more step. */
export function addStep(
  sums: LogSums,
  { loss, metrics, skipped }: StepNumbers,
  images: number,
): LogSums {
  if (skipped) return { ...sums, steps: sums.steps + 1, skipped: sums.skipped + 1 };
  return {
    ...sums,
    steps: sums.steps + 1,
    images: sums.images + images,
    errors: sums.errors + Math.round(metrics.errorRate * images),
    loss: sums.loss + loss * images,
  };
}

/** The sums with the time of one more step. */
export function addTime(sums: LogSums, elapsedMs: number, dataMs: number): LogSums {
  return { ...sums, elapsedMs: sums.elapsedMs + elapsedMs, dataMs: sums.dataMs + dataMs };
}
