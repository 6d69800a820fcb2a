import { count, define } from '@gnp/options';
import type { Given } from '@gnp/options';
import { foldIn, randomStream } from '@gnp/random';
import type { ImageDataset } from './dataset.js';
import type { ImageSource } from './image-source.js';
import type { Image, ImageShape } from './image.js';
import { newImage } from './pixels/new-image.js';

/** A wave across the image, by which a class is told from others. */
interface Wave {
  /** Radians a pixel, downwards and to the right. */
  readonly down: number;
  readonly right: number;
  /** [channels], from 0 to 1. */
  readonly colour: readonly number[];
}

/**
 * Images that are made as they are asked for, for benchmarks and quick checks: each class is a wave of its own
 * direction, length and colour, shifted at random in every image, under noise. A small network learns them.
 */
export const synthetic = define(
  {
    name: 'synthetic',
    title: 'waves and noise, made as they are asked for',
    options: {
      train: count('training images', { default: 1000 }),
      test: count('test images', { default: 200 }),
      classes: count('classes', { default: 10 }),
      height: count('pixels', { default: 32 }),
      width: count('pixels', { default: 32 }),
      channels: count('colours', { default: 3 }),
      seed: count('chooses waves and noise', { least: 0, default: 0 }),
    },
  },
  ({ train, test, classes, height, width, channels, seed }): ImageDataset => {
    const shape = { height, width, channels };
    const waves = Array.from({ length: classes }, (_, label) => waveOf(label, channels, seed));
    return {
      name: 'synthetic',
      ...{ classes, channels, shape },
      classNames: waves.map((_, label) => `wave ${label}`),
      // of a wave between 0 and 1 in each channel with its noise, by and large
      mean: new Array<number>(channels).fill(0.5),
      std: new Array<number>(channels).fill(0.2),
      train: sourceOf(train, shape, waves, foldIn(seed, 'train')),
      test: sourceOf(test, shape, waves, foldIn(seed, 'test')),
    };
  },
);

/** Options of {@link synthetic}. */
export type SyntheticOptions = Given<typeof synthetic.options>;

function waveOf(label: number, channels: number, seed: number): Wave {
  const random = randomStream(foldIn(seed, 'wave', label));
  const angle = 2 * Math.PI * random.uniform();
  const frequency = 0.4 + 0.8 * random.uniform();
  return {
    down: frequency * Math.sin(angle),
    right: frequency * Math.cos(angle),
    colour: Array.from({ length: channels }, () => 0.5 + 0.5 * random.uniform()),
  };
}

function sourceOf(
  count: number,
  shape: ImageShape,
  waves: readonly Wave[],
  seed: number,
): ImageSource {
  const labels = Int32Array.from({ length: count }, (_, index) => index % waves.length);
  return {
    count,
    labels,
    shape,
    read: (index) => draw(shape, waves[labels[index]], foldIn(seed, index)),
  };
}

function draw(shape: ImageShape, { down, right, colour }: Wave, seed: number): Image {
  const random = randomStream(seed);
  const phase = 2 * Math.PI * random.uniform();
  const image = newImage(shape);
  for (let y = 0, at = 0; y < shape.height; y++) {
    for (let x = 0; x < shape.width; x++) {
      const height = Math.sin(down * y + right * x + phase);
      for (const strength of colour) {
        const noise = 40 * (random.uniform() - 0.5);
        image.pixels[at++] = Math.round(127.5 + 100 * strength * height + noise);
      }
    }
  }
  return image;
}
