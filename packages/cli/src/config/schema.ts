import { z } from 'zod';
import {
  allAugmentations,
  allBatchAugmentations,
  augmentationPresets,
  batchAugmentationPresets,
} from '@gnp/data';
import type { AugmentationSpec, BatchAugmentationSpec } from '@gnp/data';
import { listDatasets } from '@gnp/data/node';
import { listModels } from '@gnp/models';
import { allOptimizers } from '@gnp/optim';
import type { Options, Resolved } from '@gnp/options';
import { stopEarlyOptions, weightAverageOptions } from '@gnp/trainer';
import { allSchedules } from '@gnp/warmup';
import type { GrWarmupStrategy } from '@gnp/warmup';
import { durationSchema } from './duration.js';
import { keyInfo, keysOf, oneOf } from './option-schema.js';
import { ruleSchema } from './rule-schema.js';
import { datasetSettings, seedSettings, settings } from './settings.js';

/** A section of a recipe: the name of a record, and its options. */
interface Section {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** A complete, valid configuration. */
export interface Config extends Resolved<typeof settings> {
  readonly model: Section;
  readonly dataset: Section &
    Resolved<typeof datasetSettings> & {
      readonly augmentation: AugmentationSpec;
      readonly batchAugmentation: BatchAugmentationSpec;
      readonly testAugmentation: AugmentationSpec;
    };
  readonly optimizer: Section;
  readonly learningRate: {
    readonly schedule: string;
    readonly peak: number;
    readonly warmupEpochs?: number;
    readonly warmupSteps?: number;
    /** Of `piecewise`. */
    readonly epochs?: readonly number[];
    readonly [option: string]: unknown;
  };
  readonly rule: Section & {
    /** Of `gnp`. */
    readonly warmup?: GrWarmupStrategy;
    readonly warmupEpochs?: number;
    readonly warmupSteps?: number;
    readonly only?: readonly string[];
    readonly exclude?: readonly string[];
    readonly shards?: number;
  };
  readonly microBatches: number | 'auto';
  readonly classWeights?: 'balanced' | number[];
  readonly seeds?: Resolved<typeof seedSettings>;
  readonly weightAverage?: Resolved<typeof weightAverageOptions>;
  readonly earlyStopping?: Resolved<typeof stopEarlyOptions>;
  readonly timeBudget?: number | string;
}

/** One augmentation and its options. */
export const augmentationStep = oneOf('name', allAugmentations);

/** One augmentation of batches and its options. */
export const batchAugmentationStep = oneOf('name', allBatchAugmentations);

/** The name of a preset, a step, or a list of steps. */
function stepsOf(step: z.ZodType, presets: object, meaning: string) {
  const names = Object.keys(presets);
  return z
    .union([z.enum(names), step, z.array(step)])
    .default('none')
    .register(keyInfo, {
      type: `${names.map((name) => `\`${name}\``).join(', ')}, a step, or a list of them`,
      default: 'none',
      meaning,
    });
}

/** The keys of every data set by which images are changed. */
export const augmentations = {
  augmentation: stepsOf(
    augmentationStep,
    augmentationPresets,
    'how training images are changed at random',
  ),
  batchAugmentation: stepsOf(
    batchAugmentationStep,
    batchAugmentationPresets,
    'how whole batches are changed at random, after that',
  ),
  testAugmentation: stepsOf(
    augmentationStep,
    augmentationPresets,
    'how test images are brought to one size; nothing random belongs here',
  ),
};

const microBatches = z
  .union([z.literal('auto'), z.int().min(1)])
  .default(1)
  .register(keyInfo, {
    type: '`auto`, or whole number of at least 1',
    default: '1',
    meaning:
      "computes each batch in so many parts, to fit it into memory; the perturbation is the batch's; auto: the fewest that fit here",
  });

const classWeights = z
  .union([z.literal('balanced'), z.array(z.number().gt(0))])
  .optional()
  .register(keyInfo, {
    type: '`balanced`, or a list of numbers above 0',
    default: 'optional',
    meaning:
      'weight of each class in the training loss; balanced: in inverse proportion to its images',
  });

/** It is resolved before recipes are checked. */
const extending = z
  .custom<undefined>(() => false, 'only the file of a recipe can say so')
  .optional()
  .register(keyInfo, {
    type: 'text',
    default: 'optional',
    meaning:
      'the recipe that this one changes: the name of one that is shipped, or a file beside it',
  });

/** A section that may be left out, of declared options. */
const optional = (options: Options, meaning: string) =>
  z
    .strictObject(keysOf(options))
    .optional()
    .register(keyInfo, { type: 'section', default: 'optional', meaning });

/** Sections that may be left out. */
export const optionalSections = {
  seeds: optional(seedSettings, 'seeds of parts of the run; each is `seed` by default'),
  weightAverage: optional(
    weightAverageOptions,
    'an exponential moving average of the weights, tested beside them',
  ),
  earlyStopping: optional(
    stopEarlyOptions,
    'ends the run, as done, when its tests have not become better for a while',
  ),
};

const timeBudget = durationSchema.optional().register(keyInfo, {
  type: 'minutes, or a text such as `90s`, `45min`, `2h30min`',
  default: 'optional',
  meaning:
    'ends the run, as done, after so much training and testing, all sittings together; schedules stay as long as they are',
});

/** The sections of a recipe, with the rules and models that are defined now. */
export function sections() {
  return {
    model: oneOf('name', listModels()),
    dataset: oneOf('name', listDatasets(), ({ options }) => ({
      ...keysOf(options),
      ...augmentations,
      ...keysOf(datasetSettings),
    })),
    // the learning rate and the length of the run are told elsewhere
    optimizer: oneOf('name', allOptimizers, ({ options: { learningRate: _, ...options } }) =>
      keysOf(options),
    ),
    learningRate: oneOf('schedule', allSchedules, ({ options: { totalSteps: _, ...options } }) =>
      keysOf(options),
    ),
    rule: ruleSchema(),
  };
}

/** Everything that a run depends on. */
export function configSchema() {
  const { description, imports, ...others } = keysOf(settings);
  const { model, dataset, optimizer, learningRate, rule } = sections();
  const section = (meaning: string) => ({ type: 'section', default: 'required', meaning });
  return z.strictObject({
    description,
    extends: extending,
    imports,
    model: model.register(keyInfo, section('the network')),
    dataset: dataset.register(keyInfo, section('the images')),
    optimizer: optimizer.register(keyInfo, section('how to move along the gradient')),
    learningRate: learningRate.register(keyInfo, section('the step size')),
    rule: rule
      .default({ name: 'plain' })
      .register(keyInfo, { ...section('the gradient to follow'), default: '`plain`' }),
    ...others,
    microBatches,
    classWeights,
    ...optionalSections,
    timeBudget,
  });
}
