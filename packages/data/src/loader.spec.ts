import { randomSplit } from '../testing/samples.js';
import { compose } from './augmentations/compose.js';
import { padAndCrop } from './augmentations/pad-and-crop.js';
import { randomHorizontalFlip } from './augmentations/random-horizontal-flip.js';
import { DatasetError } from './dataset-error.js';
import { createLoader } from './loader.js';
import type { Batch, LoaderOptions } from './loader.js';

const shape = { height: 4, width: 3, channels: 2 };
const length = 24;
const count = 23;
const split = randomSplit(count, shape);
const augment = compose(randomHorizontalFlip(), padAndCrop({ padding: 2 }));

function load(options: LoaderOptions, epoch = 0, startBatch = 0): Batch[] {
  return [...createLoader(split, shape, options).epoch(epoch, { startBatch })];
}

function order(options: LoaderOptions, epoch = 0): number[] {
  return load(options, epoch).flatMap((batch) => [...batch.indices]);
}

/** The bytes of each image, by its place in the split. */
function byImage(batches: Batch[]): Map<number, string> {
  return new Map(
    batches.flatMap(({ images, indices }) =>
      Array.from(indices, (index, i): [number, string] => [
        index,
        images.slice(i * length, (i + 1) * length).join(),
      ]),
    ),
  );
}

describe('createLoader', () => {
  it.each([1, 5, 22, 23])('gives every image once in batches of %p', (batchSize) => {
    const batches = load({ batchSize, seed: 3 }, 2);
    const seen = batches.flatMap((batch) => [...batch.indices]);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    batches.forEach((batch, index) => {
      const size = index < batches.length - 1 ? batchSize : count - index * batchSize;
      expect(batch).toMatchObject({ size, epoch: 2, index });
      expect(batch.images).toHaveLength(size * length);
      expect([...batch.labels]).toEqual([...batch.indices].map((i) => split.labels[i]));
    });
    for (const [index, bytes] of byImage(batches)) {
      expect(bytes).toBe(split.images.slice(index * length, (index + 1) * length).join());
    }
  });

  it('counts its batches, and leaves the remainder out where asked', () => {
    const kept = createLoader(split, shape, { batchSize: 5 });
    expect(kept.batchesPerEpoch).toBe(5);
    expect([...kept.epoch(0)]).toHaveLength(5);
    const dropped = createLoader(split, shape, { batchSize: 5, dropRemainder: true });
    expect(dropped.batchesPerEpoch).toBe(4);
    expect([...dropped.epoch(0)].map(({ size }) => size)).toEqual([5, 5, 5, 5]);
    expect(order({ batchSize: 5, dropRemainder: true })).toEqual(
      order({ batchSize: 5 }).slice(0, 20),
    );
  });

  it('orders by seed and epoch alone', () => {
    const first = order({ batchSize: 4, seed: 1 });
    expect(order({ batchSize: 4, seed: 1 })).toEqual(first);
    expect(order({ batchSize: 7, seed: 1, augment })).toEqual(first);
    expect(order({ batchSize: 4, seed: 1 }, 1)).not.toEqual(first);
    expect(order({ batchSize: 4, seed: 2 })).not.toEqual(first);
    expect(order({ batchSize: 4 })).toEqual(order({ batchSize: 4, seed: 0 }));
  });

  it('keeps the order of the split where asked', () => {
    const plain = Array.from({ length: count }, (_, i) => i);
    expect(order({ batchSize: 4, shuffle: false, seed: 5 }, 3)).toEqual(plain);
  });

  it('resumes at any batch with the same bytes', () => {
    const options = { batchSize: 4, seed: 8, augment };
    const whole = load(options, 6);
    for (let k = 0; k <= whole.length; k++) {
      expect(load(options, 6, k)).toEqual(whole.slice(k));
    }
    const loader = createLoader(split, shape, options);
    expect([...loader.epoch(5)]).toHaveLength(6);
    expect([...loader.epoch(6)]).toEqual(whole);
  });

  it('augments by seed, epoch and image alone', () => {
    const images = (options: Partial<LoaderOptions>, epoch = 0) =>
      byImage(load({ batchSize: 4, seed: 8, augment, ...options }, epoch));
    const reference = images({});
    expect(images({ batchSize: 23 })).toEqual(reference);
    expect(new Map([...images({ shuffle: false })].sort())).toEqual(new Map([...reference].sort()));
    const changed = (other: Map<number, string>) =>
      [...reference].filter(([index, bytes]) => other.get(index) !== bytes).length;
    // Two of 50 equally likely results agree by chance once in 50 images.
    expect(changed(images({ seed: 9 }))).toBeGreaterThan(15);
    expect(changed(images({}, 1))).toBeGreaterThan(15);
    expect(changed(byImage(load({ batchSize: 4, seed: 8 })))).toBeGreaterThan(15);
  });

  it('gives each batch memory of its own and never writes to the split', () => {
    const before = split.images.slice();
    const loader = createLoader(split, shape, { batchSize: 4, augment });
    const [first, second] = loader.epoch(0);
    expect(first.images.buffer).not.toBe(second.images.buffer);
    for (const { images } of loader.epoch(1)) images.fill(0);
    expect(split.images).toEqual(before);
  });

  it.each([0, -1, 2.5, NaN])('refuses batches of %p', (batchSize) => {
    expect(() => load({ batchSize })).toThrow(RangeError);
    expect(() => load({ batchSize })).toThrow(`The batch size is ${batchSize};`);
  });

  it('refuses batches larger than the split, and a split of another shape', () => {
    expect(() => load({ batchSize: 24 })).toThrow(
      new DatasetError('The batch size is 24 but there are 23 images; use 23 or less.'),
    );
    const other = { ...shape, channels: 3 };
    expect(() => createLoader(split, other, { batchSize: 4 })).toThrow(
      'The split holds 552 values and 23 labels; expected 828 and 23 for 23 images of 4x3x3.',
    );
  });

  it('refuses impossible seeds, epochs and first batches at once', () => {
    expect(() => createLoader(split, shape, { batchSize: 4, seed: -1 })).toThrow('The seed is -1;');
    const loader = createLoader(split, shape, { batchSize: 4 });
    expect(() => loader.epoch(-1)).toThrow('The epoch is -1;');
    expect(() => loader.epoch(0.5)).toThrow(RangeError);
    expect(() => loader.epoch(0, { startBatch: 7 })).toThrow(
      'The first batch is 7; expected a whole number from 0 to 6.',
    );
  });
});
