import { dispose, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { measureMemoryGrowth } from '@gnp/backends';
import type { MemoryGrowth } from '@gnp/backends';
import { costOf } from '@gnp/core';
import { foldIn } from '@gnp/random';
import { trainStep } from '@gnp/trainer';
import type { Batch, StepSettings } from '@gnp/trainer';
import { repeatImages } from './repeat-images.js';
import type { LabelledImages } from './repeat-images.js';

/** What the steps of a run hold at most, model included, in bytes, by the number of micro-batches. */
export type StepMemory = (microBatches: number) => number;

/** What is asked. */
export interface StepMemoryOptions {
  /** Any number of images, which are taken again and again. */
  readonly batch: LabelledImages;
  /** How many images a step is to be taken on. */
  readonly batchSize: number;
  /** How many steps the run has; that of the most passes counts. */
  readonly steps: number;
}

const bytesPerNumber = 4;

/** Among how many steps of a run, evenly spread, the costliest is looked for. */
const lookedAt = 200;

/**
 * Takes steps on two and four images, whole and in two parts, and reckons from those what others hold. The model is
 * afterwards as it was. Nothing is measured before it is asked for.
 */
export function measureStepMemory(
  settings: StepSettings,
  { batch, batchSize, steps }: StepMemoryOptions,
): StepMemory {
  const step = costliestStep(settings, steps);
  const modelBytes = bytesPerNumber * settings.model.countParams();
  const growthIn = (microBatches: number): MemoryGrowth =>
    measureMemoryGrowth((size) =>
      keepingWeights(settings.model, () =>
        takeStep({ ...settings, microBatches }, repeatImages(batch, microBatches * size), step),
      ),
    );
  const growths: MemoryGrowth[] = [];
  return (microBatches) => {
    const parts = Math.min(2, microBatches);
    const growth = (growths[parts] ??= growthIn(parts));
    const largest = Math.ceil(batchSize / microBatches);
    // all images of a batch are there at once, in however many parts it is computed
    const others = (batchSize - parts * largest) * bytesOfImage(batch);
    return modelBytes + growth.peakBytes(largest) + Math.max(0, others);
  };
}

function costliestStep({ rule, seed = 0 }: StepSettings, steps: number): number {
  const passes = (step: number) => costOf(rule, { step, seed: foldIn(seed, 'step', step) }).passes;
  const count = Math.min(steps, lookedAt);
  const some = Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * steps) / count) - 1);
  return some.reduce((most, step) => (passes(step) > passes(most) ? step : most));
}

function takeStep(settings: StepSettings, batch: Batch, step: number): void {
  const { take, firstState } = trainStep(settings);
  const taken = take(batch, firstState(), { step, skipNonFinite: true });
  dispose([taken.state.optimizer, taken.state.rule]);
  void taken.numbers(); // frees them
}

/** The values are kept outside of the backend, so that they are no part of what is measured. */
function keepingWeights(model: LayersModel, work: () => void): void {
  const variables = model.weights.map((weight) => weight.read() as Variable);
  const values = variables.map((variable) => variable.dataSync());
  try {
    work();
  } finally {
    variables.forEach((variable, i) =>
      tidy(() => variable.assign(tensor(values[i], variable.shape, variable.dtype))),
    );
  }
}

/** On the device, as the model takes it. */
const bytesOfImage = ({ images, shape: [size] }: LabelledImages) =>
  (bytesPerNumber * images.length) / size;
