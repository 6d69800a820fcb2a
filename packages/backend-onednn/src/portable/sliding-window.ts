import type { ArrayDescriptor } from './array.js';

/** A window that slides over images: what convolutions and pooling have in common. */
export interface SlidingWindow {
  /** [N, C, H, W] in logical order, whatever the strides. */
  readonly source: ArrayDescriptor;
  readonly destination: ArrayDescriptor;
  /** How far it goes from one place to the next along each spatial axis. */
  readonly strides: readonly number[];
  /** Padding before and after each spatial axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}
