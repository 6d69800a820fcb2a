import { randomStream } from '@gnp/random';
import { randomImage } from '../../testing/samples.js';
import type { Image } from '../image.js';
import { allAugmentations } from './all-augmentations.js';
import type { AugmentationStep } from './all-augmentations.js';
import { resolveAugmentation } from './resolve-augmentation.js';

/** Each augmentation with its defaults where it has them, and with others. */
const steps: readonly AugmentationStep[] = [
  { name: 'horizontal-flip' },
  { name: 'pad-and-crop', mode: 'zero' },
  { name: 'random-resized-crop', size: 9 },
  { name: 'random-resized-crop', size: 5, leastArea: 0.9, interpolation: 'bilinear' },
  { name: 'center-crop', size: 7 },
  { name: 'resize', height: 6, width: 4, interpolation: 'nearest' },
  { name: 'cutout' },
  { name: 'cutout', size: 3 },
  { name: 'random-erasing', probability: 1 },
  { name: 'random-erasing', probability: 1, values: 'mean' },
  { name: 'autoaugment' },
  { name: 'autoaugment', policy: 'imagenet', constants: 'reference' },
  { name: 'autoaugment', policy: 'svhn' },
  { name: 'randaugment' },
  { name: 'randaugment', layers: 3, magnitude: 5, constants: 'reference' },
  { name: 'trivialaugment' },
  { name: 'channels', kind: 'rgb' },
  { name: 'channels', kind: 'grey' },
];

const shapes = [
  { height: 32, width: 32, channels: 3 },
  { height: 11, width: 17, channels: 1 },
  { height: 17, width: 3, channels: 3 },
  { height: 1, width: 1, channels: 3 },
  { height: 1, width: 8, channels: 1 },
];

const key = ({ height, width, channels, pixels }: Image) =>
  `${height}x${width}x${channels}: ${pixels.join()}`;

test('each augmentation is in the table', () => {
  const tried = new Set(steps.map(({ name }) => name));
  expect([...tried]).toEqual(allAugmentations.map(({ name }) => name));
});

describe.each(steps.map((step) => [JSON.stringify(step), step] as const))('%s', (_, step) => {
  const transform = resolveAugmentation(step, { mean: [0.2, 0.4, 0.6] })!;

  it('is a pure function of image and stream, for images of any size', () => {
    for (const shape of shapes) {
      const image = randomImage(shape, 1);
      const before = key(image);
      for (let seed = 0; seed < 40; seed++) {
        const [result, again] = [0, 1].map(() => transform(image, randomStream(seed)));
        expect(key(again)).toBe(key(result));
        expect(result.pixels).toHaveLength(result.height * result.width * result.channels);
        expect([1, 3]).toContain(result.channels);
      }
      expect(key(image)).toBe(before);
    }
  });
});

const resizing = new Set(['random-resized-crop', 'center-crop', 'resize']);

test.each(steps.filter(({ name }) => resizing.has(name)))(
  '%j keeps to the size that it says',
  (step) => {
    const sizes: Record<string, unknown> = { size: undefined, height: undefined, ...step };
    const { size, height = size } = sizes;
    for (const shape of shapes) {
      const result = resolveAugmentation(step)!(randomImage(shape, 2), randomStream(3));
      expect([result.height, result.channels]).toEqual([height, shape.channels]);
    }
  },
);
