import {
  allAugmentations,
  allBatchAugmentations,
  contactSheet,
  policyOperation,
  policyOperations,
  resolveAugmentation,
  resolveBatchAugmentation,
} from '@gnp/data';
import type { AugmentationStep, BatchAugmentationStep, Image, Transform } from '@gnp/data';
import { randomStream } from '@gnp/random';
import { drawScene, scenes } from './scene.js';

/** What the page shows of an augmentation. */
export interface Picture {
  readonly name: string;
  readonly title: string;
  readonly draw: () => Image;
}

const size = 96;
const seeds = [0, 1, 2, 3, 4, 5, 6];
/** Of scenes, about. */
const mean = [0.52, 0.54, 0.52];

type StepNamed<Step, Name> = Extract<Step, { readonly name: Name }>;

/** With which options each augmentation is shown: its defaults, but for sizes and for what must be given. */
const steps: { readonly [Name in AugmentationStep['name']]: StepNamed<AugmentationStep, Name> } = {
  'horizontal-flip': { name: 'horizontal-flip' },
  'pad-and-crop': { name: 'pad-and-crop' },
  'random-resized-crop': { name: 'random-resized-crop', size },
  'center-crop': { name: 'center-crop', size },
  resize: { name: 'resize', height: size / 2, width: size },
  cutout: { name: 'cutout' },
  'random-erasing': { name: 'random-erasing', probability: 1 },
  autoaugment: { name: 'autoaugment' },
  randaugment: { name: 'randaugment' },
  trivialaugment: { name: 'trivialaugment' },
  channels: { name: 'channels', kind: 'grey' },
};

const batchSteps: {
  readonly [Name in BatchAugmentationStep['name']]: StepNamed<BatchAugmentationStep, Name>;
} = {
  mixup: { name: 'mixup' },
  cutmix: { name: 'cutmix' },
  'batch-cutout': { name: 'batch-cutout' },
};

const drawn = scenes.map((scene) => drawScene(scene, size));

const same = (a: Image, b: Image) =>
  a.width === b.width && a.height === b.height && Buffer.compare(a.pixels, b.pixels) === 0;

/** The first scene, then whatever is unlike what stands there already. */
function rowOf(transforms: readonly Transform[]): Image[] {
  const row = [drawn[0]];
  transforms.forEach((transform, i) => {
    const shown = transform(row[0], randomStream(seeds[i % seeds.length]));
    if (!row.some((other) => same(other, shown))) row.push(shown);
  });
  return row;
}

/** The scenes, then two batches of them. */
function batchRows(step: BatchAugmentationStep): Image[][] {
  const images = new Uint8Array(Buffer.concat(drawn.map(({ pixels }) => pixels)));
  const labels = Int32Array.from(scenes, (_, i) => i);
  const shape = [scenes.length, size, size, 3] as const;
  const transform = resolveBatchAugmentation(step, { classes: scenes.length, mean });
  if (!transform) return [];
  const length = size * size * 3;
  const rows = [1, 2].map((seed) => {
    const { images: all } = transform({ images, shape, labels }, randomStream(seed));
    return drawn.map((image, i) => ({
      ...image,
      pixels: all.slice(i * length, (i + 1) * length),
    }));
  });
  return [drawn, ...rows];
}

/** One for each augmentation of images. */
export const augmentationPictures: readonly Picture[] = allAugmentations.map(({ name, title }) => ({
  ...{ name, title },
  draw() {
    const transform = resolveAugmentation(steps[name], { mean })!;
    return contactSheet([rowOf(seeds.map(() => transform))]);
  },
}));

/** One for each augmentation of batches. */
export const batchPictures: readonly Picture[] = allBatchAugmentations.map(({ name, title }) => ({
  ...{ name, title },
  draw: () => contactSheet(batchRows(batchSteps[name])),
}));

/** One for each operation of the policies, at growing levels. */
export const operationPictures: readonly Picture[] = policyOperations.map((name) => ({
  name: `operation-${name}`,
  title: name,
  draw: () =>
    contactSheet([rowOf([0, 2, 4, 6, 8, 9, 10].map((level) => policyOperation(name, level)))]),
}));
