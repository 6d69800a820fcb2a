import type { StepNumbers } from './train-step.js';

/** Sums over the steps since metrics were last logged; plain numbers, so that checkpoints can hold it. */
export interface LogSums {
  steps: number;
  images: number;
  errors: number;
  /** Sum of the losses of the images. */
  loss: number;
  elapsedMs: number;
  /** Steps that were skipped; their images count in nothing else. */
  skipped: number;
}

/** Sums over no steps. */
export function noSums(): LogSums {
  return { steps: 0, images: 0, errors: 0, loss: 0, elapsedMs: 0, skipped: 0 };
}

/** The sums with one more step. */
export function addStep(
  sums: LogSums,
  { loss, metrics, skipped }: StepNumbers,
  images: number,
  elapsedMs: number,
): LogSums {
  const counted = { ...sums, steps: sums.steps + 1, elapsedMs: sums.elapsedMs + elapsedMs };
  if (skipped) return { ...counted, skipped: sums.skipped + 1 };
  return {
    ...counted,
    images: sums.images + images,
    errors: sums.errors + Math.round(metrics.errorRate * images),
    loss: sums.loss + loss * images,
  };
}
