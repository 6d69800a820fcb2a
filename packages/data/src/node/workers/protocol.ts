import type { AugmentationSpec, AugmentedData } from '../../augmentations/resolve-augmentation.js';
import type {
  BatchAugmentationSpec,
  BatchedData,
} from '../../batch-augmentations/resolve-batch-augmentation.js';
import type { PortableSource } from '../../image-source.js';
import type { Batch, BatchPlan } from '../../loader/batch.js';

/** An augmentation of one's own, as worker threads find it. */
export interface PortableFunction {
  /** Address of a module whose `transform(argument)` makes the function. */
  readonly module: string;
  /** Handed over by structured clone. */
  readonly argument?: unknown;
}

/** Whether it is no augmentation by its name. */
export const isPortable = (spec: object | string): spec is PortableFunction =>
  typeof spec === 'object' && 'module' in spec;

/** What a worker thread makes batches of. */
export interface WorkerRecipe {
  readonly source: PortableSource;
  /** [count], of all images. */
  readonly labels: Int32Array;
  readonly seed: number;
  readonly augmentation: AugmentationSpec | PortableFunction;
  readonly batchAugmentation: BatchAugmentationSpec | PortableFunction;
  readonly data: AugmentedData & BatchedData;
}

/** A batch that a worker is asked for. */
export interface Job {
  readonly id: number;
  readonly plan: BatchPlan;
}

/** What it answers. */
export type Answer =
  | { readonly id: number; readonly batch: Batch }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };
