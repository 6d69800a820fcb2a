import { clone, dispose, keep, sub, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { allVariables } from '@gnp/models';
import { flag, resolveOptions, share } from '@gnp/options';
import type { Given } from '@gnp/options';
import { weightedSum } from '@gnp/ops';
import type { Callback } from './callback.js';
import type { Checkpoint } from './checkpoint.js';
import { toPlain } from './plain-tensors.js';
import type { TensorMap } from './tensor-map.js';

/** Options of {@link weightAverage}. */
export const weightAverageOptions = {
  decay: share('part of the average that stays at each step; 0.999 averages some thousand steps'),
  warmup: flag('lowers the decay to (1 + t) / (10 + t) at the first steps t, counted from 1', {
    default: true,
  }),
};

/** A callback that averages the weights of a run. */
export interface WeightAverage extends Callback {
  /** The average when the run ended, for `assignVariables`; undefined before. */
  values(): TensorMap | undefined;
}

const name = 'weightAverage';

/**
 * A callback that keeps an exponential moving average of all variables of the model, running statistics of batch norms
 * among them: a ← a + (1 - d)(θ - a) after each optimizer step. It begins as the weights that the run begins with; lest
 * they weigh on it for long, d = min(decay, (1 + t) / (10 + t)) at step t, as in `tf.train.ExponentialMovingAverage`.
 * Skipped steps count. Lines of tests tell of it as `averaged`; checkpoints hold it, see {@link averageIn}. A run that
 * goes on from a checkpoint without an average begins one there. The model itself is trained as ever.
 *
 * @example
 * ```ts
 * const average = weightAverage({ decay: 0.999 });
 * await train({ model, data, rule, optimizer, epochs: 10, callbacks: [average] });
 * assignVariables(model, average.values()!); // to use it from here on
 * ```
 *
 * @throws RangeError if the decay is not from 0 to below 1
 */
export function weightAverage(options: Given<typeof weightAverageOptions>): WeightAverage {
  const { decay, warmup } = resolveOptions(name, weightAverageOptions, options);
  let average: NamedTensorMap = {};
  let steps = 0;
  let loaded = false;
  let values: TensorMap | undefined;
  return {
    name,
    values: () => values,
    onTrainBegin({ model }) {
      if (!loaded) average = copyOf(allVariables(model));
    },
    onStepTaken({ model }) {
      steps++;
      const d = warmup ? Math.min(decay, (1 + steps) / (10 + steps)) : decay;
      for (const [key, variable] of Object.entries(allVariables(model))) {
        const old = average[key];
        average[key] = moved(old, variable, 1 - d);
        old.dispose();
      }
    },
    async onTest({ model }, evaluate) {
      const own = copyOf(allVariables(model));
      try {
        assign(model, average);
        const { count: _, confusion: __, predictions: ___, ...figures } = await evaluate();
        return { averaged: figures };
      } finally {
        assign(model, own);
        dispose(own);
      }
    },
    async onTrainEnd() {
      values = await toPlain(average);
    },
    save: () => ({ values: { steps }, tensors: average }),
    load(state) {
      ({ steps } = state.values as { steps: number });
      average = state.tensors ?? {};
      loaded = true;
    },
    dispose() {
      dispose(average);
      [average, steps, loaded] = [{}, 0, false];
    },
  };
}

/** The average of the weights that a checkpoint holds, for `assignVariables`; undefined where it holds none. */
export function averageIn({ tensors }: Checkpoint): TensorMap | undefined {
  const prefix = `${name}/`;
  const own = Object.entries(tensors.callbacks).filter(([key]) => key.startsWith(prefix));
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** A part of the way to new values. Factors d and 1 - d would not add up to 1 in float32: what is constant would drift. */
function moved(old: Tensor, next: Tensor, part: number): Tensor {
  if (next.dtype !== 'float32') return keep(clone(next));
  return tidy(() => keep(weightedSum(old, 1, sub(next, old), part)));
}

/** The same values under handles of their own; nothing is copied until a variable is assigned to. */
function copyOf(variables: Readonly<Record<string, Tensor>>): NamedTensorMap {
  const entries = Object.entries(variables).map(([key, variable]) => [key, keep(clone(variable))]);
  return Object.fromEntries(entries);
}

function assign(model: LayersModel, values: NamedTensorMap): void {
  for (const [key, variable] of Object.entries(allVariables(model))) variable.assign(values[key]);
}
