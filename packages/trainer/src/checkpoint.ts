import type { LogSums } from './log-sums.js';
import type { TensorMap } from './tensor-map.js';

/** All that a run needs to go on as if it had never stopped, as plain data. */
export interface Checkpoint {
  /** Optimizer steps done. */
  readonly step: number;
  /** Epochs done, which is the index of the one in progress. */
  readonly epoch: number;
  /** Batches done within that epoch. */
  readonly batchIndex: number;
  readonly tensors: {
    /** Parameters and running statistics. */
    readonly model: TensorMap;
    /** The optimizer's state. */
    readonly optimizer: TensorMap;
    /** The gradient rule's state; empty where it keeps none. */
    readonly rule: TensorMap;
    /** What callbacks keep, as `callback/name`. */
    readonly callbacks: TensorMap;
  };
  /** What else the run must remember, as plain JSON without NaN or Infinity. */
  readonly state: SavedState;
  /** What the run was made of, as plain JSON, where it is known. */
  readonly config?: unknown;
}

/** What a checkpoint holds besides counts and tensors. */
export interface SavedState {
  readonly sums: LogSums;
  /** Steps that were skipped one upon the other. */
  readonly skippedInRow: number;
  /** Milliseconds of training and evaluation so far, all sittings together. */
  readonly elapsedMs: number;
  /** Steps that were done at the last test; undefined before, and in checkpoints of older versions. */
  readonly testedStep?: number | undefined;
  /** Why the run was over before its last epoch, where it was and had been tested. */
  readonly early?: string | undefined;
  /** How many numbers are trained, for reports. */
  readonly parameters: number;
  /** What callbacks remember, by their names. */
  readonly callbacks: Readonly<Record<string, unknown>>;
}
