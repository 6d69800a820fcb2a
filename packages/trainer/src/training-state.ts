import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { LogSums } from './log-sums.js';
import { noSums } from './log-sums.js';
import type { StepState } from './train-step.js';

/** Where a run stands, besides the variables of its model. */
export interface TrainingState {
  /** Optimizer steps done. */
  step: number;
  /** Epochs done: the index of the one in progress. */
  epoch: number;
  /** Batches done in that epoch. */
  batchIndex: number;
  optimizer: NamedTensorMap;
  rule: NamedTensorMap;
  /** Over the steps since the last line of metrics. */
  sums: LogSums;
  /** Steps that were skipped one upon the other, up to now. */
  skippedInRow: number;
  /** Milliseconds of training and evaluation so far, all sittings together. */
  elapsedMs: number;
  /** Steps that were done at the last test; undefined before. */
  testedStep?: number | undefined;
  /** Why the run is over before its last epoch, where it is. */
  early?: string | undefined;
}

/** The state before the first step. */
export function firstState({ optimizer, rule }: StepState): TrainingState {
  const counts = { step: 0, epoch: 0, batchIndex: 0, skippedInRow: 0, elapsedMs: 0 };
  return { ...counts, optimizer, rule, sums: noSums() };
}
