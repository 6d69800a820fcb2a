import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { allVariables, countParameters } from '@gnp/models';
import type { Checkpoint, LoadedCheckpoint } from '../run-folder/checkpoint.js';
import type { PlainTensor, TensorMap } from '../run-folder/tensor-map.js';
import { noSums } from './log-sums.js';
import type { LogSums } from './log-sums.js';
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
}

/** What a checkpoint holds besides counts and tensors. */
export interface SavedState extends Pick<TrainingState, 'sums' | 'skippedInRow' | 'elapsedMs'> {
  /** How many numbers are trained, for reports. */
  readonly parameters: number;
}

/** The state before the first step. */
export function initialState({ optimizer, rule }: StepState): TrainingState {
  return {
    step: 0,
    epoch: 0,
    batchIndex: 0,
    optimizer,
    rule,
    sums: noSums(),
    skippedInRow: 0,
    elapsedMs: 0,
  };
}

/** All that a checkpoint holds of a run. */
export async function toCheckpoint(
  state: TrainingState,
  model: LayersModel,
  config: unknown,
): Promise<Checkpoint> {
  const { step, epoch, batchIndex, sums, skippedInRow, elapsedMs } = state;
  const saved: SavedState = { sums, skippedInRow, elapsedMs, parameters: countParameters(model) };
  const tensors = {
    model: await toPlain(allVariables(model)),
    optimizer: await toPlain(state.optimizer),
    rule: await toPlain(state.rule),
  };
  return { step, epoch, batchIndex, tensors, state: saved, config };
}

/** Takes a run back to a checkpoint: assigns the model's variables and returns the state. */
export function fromCheckpoint(
  checkpoint: LoadedCheckpoint,
  model: LayersModel,
  fresh: TrainingState,
): TrainingState {
  assignVariables(model, checkpoint.tensors.model);
  const { step, epoch, batchIndex, tensors } = checkpoint;
  const { sums, skippedInRow, elapsedMs } = checkpoint.state as SavedState;
  const optimizer = restored('optimizer', fresh.optimizer, tensors.optimizer);
  const rule = restored('rule', fresh.rule, tensors.rule);
  return { step, epoch, batchIndex, optimizer, rule, sums, skippedInRow, elapsedMs };
}

/** The saved state in place of a fresh one, in its order: sums go along it. */
function restored(what: string, fresh: NamedTensorMap, saved: TensorMap): NamedTensorMap {
  const names = Object.keys(fresh);
  checkNames(what, names, saved);
  dispose(fresh);
  return Object.fromEntries(names.map((name) => [name, toTensor(saved[name])]));
}

/**
 * Puts saved values into the variables of a model.
 *
 * @throws Error if the names or shapes are not those of the model
 */
export function assignVariables(model: LayersModel, saved: TensorMap): void {
  const variables = allVariables(model);
  checkNames('model', Object.keys(variables), saved);
  for (const [name, variable] of Object.entries(variables)) {
    const value = toTensor(saved[name]);
    variable.assign(value);
    value.dispose();
  }
}

function checkNames(what: string, expected: readonly string[], saved: TensorMap): void {
  const missing = expected.find((name) => !(name in saved));
  const extra = Object.keys(saved).find((name) => !expected.includes(name));
  if (missing)
    throw new Error(`The checkpoint's ${what} has no '${missing}'; it is of another run.`);
  if (extra)
    throw new Error(`The checkpoint's ${what} has an unknown '${extra}'; it is of another run.`);
}

async function toPlain(tensors: { readonly [name: string]: Tensor }): Promise<TensorMap> {
  const entries = Object.entries(tensors).map(async ([name, value]) => {
    const data = await value.data<'float32'>();
    return [name, { dtype: 'float32' as const, shape: value.shape, data }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function toTensor({ data, shape, dtype }: PlainTensor): Tensor {
  return tensor(data as Float32Array, shape as number[], dtype as 'float32');
}
