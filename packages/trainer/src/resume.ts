import { dispose } from '@tensorflow/tfjs-core';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { allVariables, countParameters } from '@gnp/models';
import type { Callback } from './callback.js';
import { nameOf } from './callback.js';
import type { Checkpoint, SavedState } from './checkpoint.js';
import { fromPlain, toPlain } from './plain-tensors.js';
import type { TensorMap } from './tensor-map.js';
import type { TrainingState } from './training-state.js';

/** Takes a checkpoint of a run. */
export async function takeCheckpoint(
  model: LayersModel,
  state: TrainingState,
  callbacks: readonly Callback[],
): Promise<Checkpoint> {
  const { step, epoch, batchIndex, optimizer, rule } = state;
  const { sums, skippedInRow, elapsedMs, testedStep, early } = state;
  const saved = callbacks.map((callback) => ({ name: nameOf(callback), ...callback.save?.() }));
  const values = saved.filter(({ values }) => values !== undefined);
  const tensors = saved.flatMap(({ name, tensors = {} }) =>
    Object.entries(tensors).map(([key, value]) => [`${name}/${key}`, value] as const),
  );
  return {
    step,
    epoch,
    batchIndex,
    tensors: {
      model: await toPlain(allVariables(model)),
      optimizer: await toPlain(optimizer),
      rule: await toPlain(rule),
      callbacks: await toPlain(Object.fromEntries(tensors)),
    },
    state: {
      sums,
      skippedInRow,
      elapsedMs,
      testedStep,
      early,
      parameters: countParameters(model),
      callbacks: Object.fromEntries(values.map(({ name, values }) => [name, values])),
    },
  };
}

/**
 * Takes a run back to a checkpoint: assigns the model's variables, hands callbacks what they saved, and
 * returns the state. `fresh` is disposed of in any case.
 *
 * @throws Error if the checkpoint is of another model, optimizer or rule; then nothing has changed
 */
export function restoreCheckpoint(
  { step, epoch, batchIndex, tensors, state }: Checkpoint,
  model: LayersModel,
  fresh: TrainingState,
  callbacks: readonly Callback[],
): TrainingState {
  try {
    checkNames('model', allVariables(model), tensors.model);
    checkNames('optimizer', fresh.optimizer, tensors.optimizer);
    checkNames('rule', fresh.rule, tensors.rule);
    assignVariables(model, tensors.model);
  } finally {
    dispose([fresh.optimizer, fresh.rule]);
  }
  for (const callback of callbacks) restoreCallback(callback, tensors.callbacks, state);
  const { sums, skippedInRow, elapsedMs, testedStep } = state; // whether it is over, callbacks decide anew
  return {
    step,
    epoch,
    batchIndex,
    // in the order of the fresh ones: sums go along it
    optimizer: tensorsLike(fresh.optimizer, tensors.optimizer),
    rule: tensorsLike(fresh.rule, tensors.rule),
    sums,
    skippedInRow,
    elapsedMs,
    testedStep,
  };
}

/**
 * Puts saved values into the variables of a model.
 *
 * @throws Error if the names or shapes are not those of the model; then nothing has changed
 */
export function assignVariables(model: LayersModel, saved: TensorMap): void {
  const variables = allVariables(model);
  checkNames('model', variables, saved);
  for (const [name, variable] of Object.entries(variables)) {
    const value = fromPlain(saved[name]);
    variable.assign(value);
    value.dispose();
  }
}

function tensorsLike(fresh: NamedTensorMap, saved: TensorMap): NamedTensorMap {
  return Object.fromEntries(Object.keys(fresh).map((name) => [name, fromPlain(saved[name])]));
}

function restoreCallback(callback: Callback, tensors: TensorMap, state: SavedState): void {
  const name = nameOf(callback);
  const prefix = `${name}/`;
  const own = Object.entries(tensors).filter(([key]) => key.startsWith(prefix));
  const values = state.callbacks[name];
  if (values === undefined && own.length === 0) return;
  callback.load?.({
    values,
    tensors: Object.fromEntries(
      own.map(([key, value]) => [key.slice(prefix.length), fromPlain(value)]),
    ),
  });
}

function checkNames(
  what: string,
  expected: { readonly [name: string]: { readonly shape: readonly number[] } },
  saved: TensorMap,
): void {
  const fail = (is: string) => {
    throw new Error(`The checkpoint's ${what} ${is}; it is of another run.`);
  };
  for (const [name, { shape }] of Object.entries(expected)) {
    if (!Object.hasOwn(saved, name)) fail(`has no '${name}'`);
    const found = saved[name].shape;
    if (found.join() !== shape.join()) {
      fail(`has '${name}' of shape [${found.join(', ')}] in place of [${shape.join(', ')}]`);
    }
  }
  const extra = Object.keys(saved).find((name) => !Object.hasOwn(expected, name));
  if (extra !== undefined) fail(`has an unknown '${extra}'`);
}
