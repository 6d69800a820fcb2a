import type { StepResult } from './train-step.js';

/** Sums over the steps since metrics were last logged; plain numbers, so that checkpoints can hold it. */
export interface Interval {
  steps: number;
  images: number;
  errors: number;
  /** Sum of the losses of the images. */
  loss: number;
  elapsedMs: number;
  /** Steps that were skipped; their images count in nothing else. */
  skipped: number;
}

/** An interval without steps. */
export function emptyInterval(): Interval {
  return { steps: 0, images: 0, errors: 0, loss: 0, elapsedMs: 0, skipped: 0 };
}

/** The interval with one more step. */
export function addStep(
  interval: Interval,
  { loss, errors, diagnostics }: StepResult,
  images: number,
  elapsedMs: number,
): Interval {
  const counted = {
    ...interval,
    steps: interval.steps + 1,
    elapsedMs: interval.elapsedMs + elapsedMs,
  };
  if (diagnostics.skipped) return { ...counted, skipped: interval.skipped + 1 };
  return {
    ...counted,
    images: interval.images + images,
    errors: interval.errors + errors,
    loss: interval.loss + loss * images,
  };
}
