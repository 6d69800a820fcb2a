import '../tensorflow.js';
import { profileKernels, useBackend } from '@gnp/backends';
import type { KernelProfile } from '@gnp/backends';
import { loadConfig } from '../config/load-config.js';
import type { ConfigOptions } from '../config/load-config.js';
import { formatRate } from '@gnp/report';
import { printListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { renderProfile } from '../terminal/profile-table.js';
import { styleOf } from '../terminal/style.js';
import { buildExperiment } from '../training/experiment.js';
import { trainStep } from '@gnp/trainer';
import type { Batch, BatchSource, TrainingOptions } from '@gnp/trainer';
import { setUp, UsageError } from '../usage-error.js';
import { tellOf } from './tell-of-backend.js';

/** Flags of `gnp profile`. */
export interface ProfileOptions extends ConfigOptions, ListingFlags {
  readonly steps: string;
}

/** Steps before the measurement: kernels are compiled and memory is taken in the first. */
const warmUpSteps = 2;

/** `gnp profile`: where the time of a training step goes, kernel by kernel. */
export async function profileCommand(recipe: string, options: ProfileOptions): Promise<number> {
  const steps = Number(options.steps);
  if (!Number.isInteger(steps) || steps < 1) {
    throw new UsageError(`--steps is '${options.steps}'; expected a whole number from 1 on.`);
  }
  const { config, notes } = await loadConfig(recipe, options);
  for (const note of notes) console.error(note);
  const { training, dataset } = await setUp(async () => {
    const backend = await useBackend(config.backend, config);
    if (!options.quiet) tellOf(backend);
    return buildExperiment(config);
  });
  const batches = await firstBatches(training.data, warmUpSteps + steps);
  const run = stepper(training);
  await run(batches.splice(0, warmUpSteps));
  let numbers: Promise<unknown> | undefined;
  const profile = profileKernels(() => {
    numbers = run(batches);
  });
  await numbers;
  const images = steps * Math.min(config.batchSize, dataset.train.count);
  const imagesPerSecond = (1000 * images) / profile.milliseconds;
  const stepTimeMs = profile.milliseconds / steps;
  const [model, rule] = [config.model.name, config.rule.name];
  const speed = formatRate(imagesPerSecond, 'images');
  printListing(
    {
      text: () => [
        `${model}, ${rule}: ${stepTimeMs.toFixed(1)} ms a step, ${speed}\n`,
        renderProfile(profile, steps, styleOf(process.stdout)),
      ],
      json: () => ({
        ...{ model, rule, stepTimeMs, imagesPerSecond },
        kernels: kernelRecords(profile, steps),
        fallbacks: profile.fallbacks,
      }),
      quiet: () => [stepTimeMs],
    },
    options,
  );
  return 0;
}

/** What each kernel takes of a step. */
const kernelRecords = ({ kernels }: KernelProfile, steps: number) =>
  kernels.map(({ kernelName, calls, milliseconds, operations, bytes }) => ({
    name: kernelName,
    calls: calls / steps,
    timeMs: milliseconds / steps,
    ...(operations !== undefined && { operations: operations / steps }),
    bytes: bytes / steps,
  }));

/** Takes a step on each batch, one upon the other, and gives their numbers when they are there. */
function stepper(settings: TrainingOptions): (batches: readonly Batch[]) => Promise<unknown> {
  const step = trainStep(settings);
  let state = step.firstState();
  let count = 0;
  return (batches) => {
    const numbers: Promise<unknown>[] = [];
    for (const batch of batches) {
      const taken = step.take(batch, state, { step: count++ });
      numbers.push(taken.numbers());
      ({ state } = taken);
    }
    return Promise.all(numbers);
  };
}

/** The first batches, over as many epochs as that takes. */
async function firstBatches(data: BatchSource, count: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let epoch = 0; ; epoch++) {
    for await (const batch of data.epoch(epoch, { startBatch: 0 })) {
      batches.push(batch);
      if (batches.length === count) return batches;
    }
  }
}
