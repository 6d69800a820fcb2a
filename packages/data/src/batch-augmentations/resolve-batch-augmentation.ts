import type { Given } from '@gnp/options';
import { resolveSteps } from '../resolve-steps.js';
import { batchCutout } from './batch-cutout.js';
import type { BatchTransform } from './batch-transform.js';
import { cutmix } from './cutmix.js';
import { mixup } from './mixup.js';

/** The augmentations of whole batches that recipes know; a new one is one more. */
export const allBatchAugmentations = [mixup, cutmix, batchCutout] as const;

type Known = (typeof allBatchAugmentations)[number];

/** One augmentation of batches with its options, as it stands in a recipe. */
export type BatchAugmentationStep = {
  [Name in Known['name']]: { readonly name: Name } & Given<
    Extract<Known, { readonly name: Name }>['options']
  >;
}[Known['name']];

/** Augmentations of batches that have a name of their own: the spellings of the research code, and `cutmix`. */
export const batchAugmentationPresets = {
  none: [],
  cutout: [{ name: 'batch-cutout' }],
  mixup: [{ name: 'mixup' }],
  cutmix: [{ name: 'cutmix' }],
  /** Mixup, then cutout: it is not CutMix. */
  mixcut: [{ name: 'mixup' }, { name: 'batch-cutout' }],
} as const satisfies Readonly<Record<string, readonly BatchAugmentationStep[]>>;

/** The name of one of {@link batchAugmentationPresets}, a step, or several in their order. */
export type BatchAugmentationSpec =
  keyof typeof batchAugmentationPresets | BatchAugmentationStep | readonly BatchAugmentationStep[];

/** What augmentations of batches may ask of a data set. */
export interface BatchedData {
  readonly classes?: number;
  /** [channels], where 255 is 1. */
  readonly mean?: readonly number[];
}

/**
 * Makes the augmentation of batches that a recipe names; undefined where there is none.
 *
 * @throws DatasetError where a name is unknown; RangeError or TypeError where an option is unknown or impossible.
 */
export function resolveBatchAugmentation(
  spec: BatchAugmentationSpec,
  data: BatchedData = {},
): BatchTransform | undefined {
  const transforms = resolveSteps<BatchTransform>(choices, spec, data);
  if (transforms.length === 0) return undefined;
  return (batch, random) =>
    transforms.reduce((current, transform) => ({ ...batch, ...transform(current, random) }), batch);
}

const choices = {
  what: 'augmentation of batches',
  records: allBatchAugmentations,
  presets: batchAugmentationPresets,
};
