import type { ImageShape } from '../dataset.js';
import { DatasetError, unknownName } from '../dataset-error.js';
import type { Augmentation } from './augmentation.js';
import { compose } from './compose.js';
import { padAndCrop } from './pad-and-crop.js';
import type { PadAndCropOptions } from './pad-and-crop.js';
import { randomHorizontalFlip } from './random-horizontal-flip.js';

/** The options of each augmentation; a new augmentation is one more line here and in `builders`. */
interface StepOptions {
  'horizontal-flip': { readonly probability?: number };
  'pad-and-crop': PadAndCropOptions;
}

/** One augmentation with its options, as it stands in a recipe. */
export type AugmentationStep<Name extends keyof StepOptions = keyof StepOptions> = {
  [Key in Name]: { readonly name: Key } & StepOptions[Key];
}[Name];

/**
 * A choice of augmentation:
 * - `'none'`: images as they are;
 * - `'crop'`: pad-and-crop, for images that must not be mirrored, such as digits;
 * - `'basic'`: horizontal flip, then pad-and-crop: the standard for CIFAR;
 * - a step, or several in their order.
 *
 * Where no padding is given it is an eighth of the shorter side, rounded, at least 1: 4 for 28x28 and
 * 32x32, 1 for 8x8.
 */
export type AugmentationSpec =
  'none' | 'crop' | 'basic' | AugmentationStep | readonly AugmentationStep[];

const presets: Record<string, readonly AugmentationStep[]> = {
  none: [],
  crop: [{ name: 'pad-and-crop' }],
  basic: [{ name: 'horizontal-flip' }, { name: 'pad-and-crop' }],
};

interface Builder<Name extends keyof StepOptions> {
  readonly options: readonly (keyof StepOptions[Name])[];
  build(step: AugmentationStep<Name>, shape: ImageShape): Augmentation;
}

const builders: { readonly [Name in keyof StepOptions]: Builder<Name> } = {
  'horizontal-flip': {
    options: ['probability'],
    build: ({ probability }) => randomHorizontalFlip(probability),
  },
  'pad-and-crop': {
    options: ['padding', 'mode'],
    build: ({ padding, mode }, { height, width }) =>
      padAndCrop({
        padding: padding ?? Math.max(1, Math.round(Math.min(height, width) / 8)),
        mode,
      }),
  },
};

/**
 * Makes the augmentation that a recipe names.
 *
 * @param shape of the images it will meet; sets the default padding.
 * @throws DatasetError where a name or option is unknown; RangeError where an option is out of range.
 */
export function resolveAugmentation(spec: AugmentationSpec, shape: ImageShape): Augmentation {
  return compose(...stepsOf(spec).map((step) => buildStep(step, shape)));
}

function stepsOf(spec: AugmentationSpec): readonly AugmentationStep[] {
  if (typeof spec !== 'string') return 'name' in spec ? [spec] : spec;
  if (!Object.hasOwn(presets, spec)) {
    throw unknownName('augmentation', spec, Object.keys(presets));
  }
  return presets[spec];
}

function buildStep<Name extends keyof StepOptions>(
  step: AugmentationStep<Name>,
  shape: ImageShape,
): Augmentation {
  if (!Object.hasOwn(builders, step.name)) {
    throw unknownName('augmentation', step.name, Object.keys(builders));
  }
  const builder: Builder<Name> = builders[step.name];
  const options = builder.options.map(String);
  const extra = Object.keys(step).find((key) => key !== 'name' && !options.includes(key));
  if (extra !== undefined) {
    throw new DatasetError(
      `Augmentation "${step.name}" has no option "${extra}"; it takes ${options.join(', ')}.`,
    );
  }
  return builder.build(step, shape);
}
