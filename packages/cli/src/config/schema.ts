import { z } from 'zod';
import { allAugmentations, augmentationPresets, listDatasets } from '@gnp/data';
import type { AugmentationSpec } from '@gnp/data';
import { listModels } from '@gnp/models';
import { allOptimizers } from '@gnp/optim';
import type { Resolved } from '@gnp/options';
import { allSchedules } from '@gnp/warmup';
import type { GrWarmupStrategy } from '@gnp/warmup';
import { keyInfo, keysOf, oneOf } from './option-schema.js';
import { ruleSchema } from './rule-schema.js';
import { datasetSettings, settings } from './settings.js';

/** A section of a recipe: the name of a record, and its options. */
interface Section {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** A complete, valid configuration. */
export interface Config extends Resolved<typeof settings> {
  readonly model: Section;
  readonly dataset: Section &
    Resolved<typeof datasetSettings> & { readonly augmentation: AugmentationSpec };
  readonly optimizer: Section;
  readonly learningRate: {
    readonly schedule: string;
    readonly peak: number;
    readonly warmupEpochs: number;
    /** Of `piecewise`. */
    readonly epochs?: readonly number[];
    readonly [option: string]: unknown;
  };
  readonly rule: Section & {
    /** Of `gnp`. */
    readonly warmup?: GrWarmupStrategy;
    readonly warmupEpochs?: number;
    readonly only?: readonly string[];
    readonly exclude?: readonly string[];
    readonly shards?: number;
  };
  readonly classWeights?: 'balanced' | number[];
}

/** One augmentation and its options. */
export const augmentationStep = oneOf('name', allAugmentations);
const presets = Object.keys(augmentationPresets);

const augmentation = z
  .union([z.enum(presets), augmentationStep, z.array(augmentationStep)])
  .default('none')
  .register(keyInfo, {
    type: `${presets.map((name) => `\`${name}\``).join(', ')}, an augmentation, or a list of them`,
    default: 'none',
    meaning: 'how training images are changed at random',
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

/** The sections of a recipe, with the rules and models that are defined now. */
export function sections() {
  return {
    model: oneOf('name', listModels()),
    dataset: oneOf('name', listDatasets(), ({ options }) => ({
      ...keysOf(options),
      augmentation,
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
    imports,
    model: model.register(keyInfo, section('the network')),
    dataset: dataset.register(keyInfo, section('the images')),
    optimizer: optimizer.register(keyInfo, section('how to move along the gradient')),
    learningRate: learningRate.register(keyInfo, section('the step size')),
    rule: rule
      .default({ name: 'plain' })
      .register(keyInfo, { ...section('the gradient to follow'), default: '`plain`' }),
    ...others,
    classWeights,
  });
}
