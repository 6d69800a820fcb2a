import { randomImage, randomSplit } from '../../testing/samples.js';
import { compose } from '../augmentations/compose.js';
import { padAndCrop } from '../augmentations/pad-and-crop.js';
import { randomHorizontalFlip } from '../augmentations/random-horizontal-flip.js';
import { resizeImage } from '../augmentations/resize-image.js';
import type { BatchTransform } from '../batch-augmentations/batch-transform.js';
import { DatasetError } from '../dataset-error.js';
import type { Batch } from './batch.js';
import { createLoader } from './loader.js';
import type { LoaderOptions } from './loader.js';

const shape = { height: 4, width: 3, channels: 2 };
const length = 24;
const count = 23;
const split = randomSplit(count, shape);
const augment = compose(randomHorizontalFlip(), padAndCrop({ padding: 2 }));

async function all(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const list: Batch[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

const load = (options: LoaderOptions, epoch = 0, startBatch = 0): Promise<Batch[]> =>
  all(createLoader(split, options).epoch(epoch, { startBatch }));

async function order(options: LoaderOptions, epoch = 0): Promise<number[]> {
  return (await load(options, epoch)).flatMap((batch) => [...batch.indices]);
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
  it.each([1, 5, 22, 23])('gives every image once in batches of %p', async (batchSize) => {
    const batches = await load({ batchSize, seed: 3 }, 2);
    const seen = batches.flatMap((batch) => [...batch.indices]);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    batches.forEach((batch, index) => {
      const size = index < batches.length - 1 ? batchSize : count - index * batchSize;
      expect(batch).toMatchObject({ size, epoch: 2, index, shape: [size, 4, 3, 2] });
      expect(batch.images).toHaveLength(size * length);
      expect([...batch.labels]).toEqual([...batch.indices].map((i) => split.labels[i]));
    });
    for (const [index, bytes] of byImage(batches)) {
      expect(bytes).toBe(split.images.slice(index * length, (index + 1) * length).join());
    }
  });

  it('counts its batches, and leaves the remainder out where asked', async () => {
    const kept = createLoader(split, { batchSize: 5 });
    expect(kept.batchesPerEpoch).toBe(5);
    expect(await all(kept.epoch(0))).toHaveLength(5);
    const dropped = createLoader(split, { batchSize: 5, dropRemainder: true });
    expect(dropped.batchesPerEpoch).toBe(4);
    expect((await all(dropped.epoch(0))).map(({ size }) => size)).toEqual([5, 5, 5, 5]);
    const shortened = await order({ batchSize: 5, dropRemainder: true });
    expect(shortened).toEqual((await order({ batchSize: 5 })).slice(0, 20));
  });

  it('orders by seed and epoch alone', async () => {
    const first = await order({ batchSize: 4, seed: 1 });
    expect(await order({ batchSize: 4, seed: 1 })).toEqual(first);
    expect(await order({ batchSize: 7, seed: 1, augment })).toEqual(first);
    expect(await order({ batchSize: 4, seed: 1 }, 1)).not.toEqual(first);
    expect(await order({ batchSize: 4, seed: 2 })).not.toEqual(first);
    expect(await order({ batchSize: 4 })).toEqual(await order({ batchSize: 4, seed: 0 }));
  });

  it('keeps the order of the split where asked', async () => {
    const plain = Array.from({ length: count }, (_, i) => i);
    expect(await order({ batchSize: 4, shuffle: false, seed: 5 }, 3)).toEqual(plain);
  });

  it('resumes at any batch with the same bytes', async () => {
    const options = { batchSize: 4, seed: 8, augment };
    const whole = await load(options, 6);
    for (let k = 0; k <= whole.length; k++) {
      expect(await load(options, 6, k)).toEqual(whole.slice(k));
    }
    const loader = createLoader(split, options);
    expect(await all(loader.epoch(5))).toHaveLength(6);
    expect(await all(loader.epoch(6))).toEqual(whole);
  });

  it('augments by seed, epoch and image alone', async () => {
    const images = async (options: Partial<LoaderOptions>, epoch = 0) =>
      byImage(await load({ batchSize: 4, seed: 8, augment, ...options }, epoch));
    const reference = await images({});
    expect(await images({ batchSize: 23 })).toEqual(reference);
    const inOrder = await images({ shuffle: false });
    expect(new Map([...inOrder].sort())).toEqual(new Map([...reference].sort()));
    const changed = (other: Map<number, string>) =>
      [...reference].filter(([index, bytes]) => other.get(index) !== bytes).length;
    // Two of 50 equally likely results agree by chance once in 50 images.
    expect(changed(await images({ seed: 9 }))).toBeGreaterThan(15);
    expect(changed(await images({}, 1))).toBeGreaterThan(15);
    expect(changed(byImage(await load({ batchSize: 4, seed: 8 })))).toBeGreaterThan(15);
  });

  it('gives each batch memory of its own and never writes to the split', async () => {
    const before = split.images.slice();
    const loader = createLoader(split, { batchSize: 4, augment });
    const [first, second] = await all(loader.epoch(0));
    expect(first.images.buffer).not.toBe(second.images.buffer);
    for await (const { images } of loader.epoch(1)) images.fill(0);
    for await (const { images } of createLoader(split, { batchSize: 4 }).epoch(0)) images.fill(0);
    expect(split.images).toEqual(before);
  });

  it('waits for images that are read in the background, and may change their size', async () => {
    const { labels } = split;
    const read = (index: number) => Promise.resolve(split.read(index));
    const slow = createLoader({ count, labels, read }, { batchSize: 4, seed: 8, augment });
    expect(await all(slow.epoch(6))).toEqual(await load({ batchSize: 4, seed: 8, augment }, 6));
    const wide = createLoader(split, {
      batchSize: 4,
      augment: resizeImage({ height: 2, width: 5 }),
    });
    const [{ shape: found, images }] = await all(wide.epoch(0));
    expect([found, images.length]).toEqual([[4, 2, 5, 2], 80]);
  });

  it('refuses images of several sizes, and hands on what a source says', async () => {
    const read = (index: number) => randomImage({ ...shape, width: 3 + (index % 2) }, index);
    const source = { count: 4, labels: new Int32Array(4), read };
    const mixed = createLoader(source, { batchSize: 4, shuffle: false });
    await expect(all(mixed.epoch(0))).rejects.toThrow(
      'Image 1 is 4x4x2 where the first of its batch is 4x3x2; bring all to one size',
    );
    const failing = { ...source, read: () => Promise.reject(new Error('no such file')) };
    const loader = createLoader(failing, { batchSize: 2 });
    await expect(all(loader.epoch(0))).rejects.toThrow('no such file');
  });

  it.each([
    [2, 3, false],
    [3, 4, false],
    [3, 4, true],
  ])(
    'shares an epoch among %p processes in batches of %p',
    async (of, batchSize, dropRemainder) => {
      const options = { batchSize, seed: 8, augment, dropRemainder };
      const whole = byImage(await load({ ...options, batchSize: 1, dropRemainder: false }, 4));
      const shards = await Promise.all(
        Array.from({ length: of }, (_, rank) => load({ ...options, shard: { rank, of } }, 4)),
      );
      const given = shards.flat().flatMap((batch) => [...batch.indices]);
      expect(new Set(given).size).toBe(given.length);
      expect(given).toHaveLength(dropRemainder ? of * batchSize : count);
      for (const [index, bytes] of byImage(shards.flat())) expect(bytes).toBe(whole.get(index));
      const last = createLoader(split, { ...options, shard: { rank: of - 1, of } });
      expect(last.batchesPerEpoch).toBe(shards[of - 1].length);
      expect(await all(last.epoch(4, { startBatch: 1 }))).toEqual(shards[of - 1].slice(1));
    },
  );

  it('refuses shards that are none, or too small for a batch', () => {
    const make = (rank: number, of: number) => () =>
      createLoader(split, { batchSize: 4, shard: { rank, of } });
    expect(make(2, 2)).toThrow('The rank of the shard is 2; expected a whole number from 0 to 1.');
    expect(make(0, 0)).toThrow('The number of shards is 0;');
    expect(make(0, 6)).toThrow('The batch size is 4 but there are 3 images in a shard; use 3');
  });

  it('changes whole batches by seed, epoch and first image', async () => {
    const seen: number[] = [];
    const augmentBatch: BatchTransform = ({ images, labels }, random) => {
      seen.push(random.uniform());
      return { images, labels: Float32Array.from(labels) };
    };
    const options = { batchSize: 10, seed: 3, augmentBatch };
    const [first] = await load(options);
    expect(first.labels).toBeInstanceOf(Float32Array);
    await load(options, 0, 1);
    await load(options, 1, 2);
    expect(seen).toHaveLength(6);
    expect(seen.slice(3, 5)).toEqual(seen.slice(1, 3));
    expect(new Set(seen).size).toBe(4);
    await load({ ...options, shard: { rank: 1, of: 2 } });
    expect(new Set(seen).size).toBe(6);
  });

  it.each([0, -1, 2.5, NaN])('refuses batches of %p', (batchSize) => {
    const make = () => createLoader(split, { batchSize });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(`The batch size is ${batchSize};`);
  });

  it('refuses batches larger than the split', () => {
    expect(() => createLoader(split, { batchSize: 24 })).toThrow(
      new DatasetError('The batch size is 24 but there are 23 images; use 23 or less.'),
    );
  });

  it('refuses impossible seeds, epochs and first batches at once', () => {
    expect(() => createLoader(split, { batchSize: 4, seed: -1 })).toThrow('The seed is -1;');
    const loader = createLoader(split, { batchSize: 4 });
    expect(() => loader.epoch(-1)).toThrow('The epoch is -1;');
    expect(() => loader.epoch(0.5)).toThrow(RangeError);
    expect(() => loader.epoch(0, { startBatch: 7 })).toThrow(
      'The first batch is 7; expected a whole number from 0 to 6.',
    );
  });
});
