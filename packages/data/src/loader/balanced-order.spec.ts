import { balancedOrder } from './balanced-order.js';
import type { Transform } from '../augmentations/transform.js';
import { createLoader } from './loader.js';

/** 40 images of classes 0, 2 and 5 in very different numbers; nobody has class 1. */
const labels = Int32Array.from({ length: 40 }, (_, i) => (i < 30 ? 0 : i < 38 ? 2 : 5));
const countsOf = (values: Iterable<number>) => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

test.each([0, 1, 2, 3])('classes are equally frequent, images within them too: seed %i', (seed) => {
  const { indices, turns } = balancedOrder(labels, seed);
  expect(indices).toHaveLength(40);
  const classes = countsOf([...indices].map((index) => labels[index]));
  expect([...classes.values()].sort()).toEqual([13, 13, 14]);
  const images = countsOf(indices);
  for (const [index, count] of images) {
    const own = labels.filter((label) => label === labels[index]).length;
    const draws = classes.get(labels[index])!;
    expect([Math.floor(draws / own), Math.ceil(draws / own)]).toContain(count);
    const its = [...indices].flatMap((other, i) => (other === index ? [turns![i]] : []));
    expect(its.sort()).toEqual(Array.from({ length: count }, (_, turn) => turn));
  }
});

test('it is a pure function of the seed, and another for another', () => {
  expect(balancedOrder(labels, 7)).toEqual(balancedOrder(labels, 7));
  expect(balancedOrder(labels, 7).indices).not.toEqual(balancedOrder(labels, 8).indices);
});

test('balanced labels give each image once', () => {
  const { indices, turns } = balancedOrder(
    Int32Array.from({ length: 12 }, (_, i) => i % 3),
    1,
  );
  expect([...indices].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  expect(Math.max(...turns!)).toBe(0);
});

describe('a loader', () => {
  const source = {
    count: 40,
    labels,
    read: (index: number) => ({
      ...{ height: 1, width: 1, channels: 1 },
      pixels: Uint8Array.of(index),
    }),
  };
  const epochOf = async (epoch: number, startBatch: number, options = {}) => {
    const loader = createLoader(source, {
      ...{ batchSize: 6, sampling: 'balanced', seed: 3, ...options },
    });
    const batches = [];
    for await (const batch of loader.epoch(epoch, { startBatch })) batches.push(batch);
    return batches;
  };

  test('gives them in the same batches from any batch on, and others in each epoch', async () => {
    const whole = await epochOf(1, 0);
    expect(whole.map(({ size }) => size)).toEqual([6, 6, 6, 6, 6, 6, 4]);
    expect(await epochOf(1, 4)).toEqual(whole.slice(4));
    expect(await epochOf(2, 4)).not.toEqual(whole.slice(4));
    const classes = countsOf(whole.flatMap(({ labels }) => [...labels]));
    expect([...classes.values()].sort()).toEqual([13, 13, 14]);
    for (const { images, indices } of whole) expect([...images]).toEqual([...indices]);
  });

  test('augments an image anew each time it comes', async () => {
    const augment: Transform = (image, random) => ({
      ...image,
      pixels: Uint8Array.of(256 * random.uniform()),
    });
    const seen = (await epochOf(0, 0, { augment })).flatMap(({ images, indices }) =>
      [...indices].flatMap((index, i) => (index === 39 ? [images[i]] : [])),
    );
    expect(seen.length).toBeGreaterThan(5);
    expect(new Set(seen).size).toBeGreaterThan(seen.length - 3);
  });

  test('shares them among shards', async () => {
    const parts = [0, 1, 2].map((rank) => epochOf(1, 0, { shard: { rank, of: 3 } }));
    const all = (await Promise.all(parts)).flat().flatMap(({ indices }) => [...indices]);
    const whole = (await epochOf(1, 0)).flatMap(({ indices }) => [...indices]);
    expect(all.sort()).toEqual(whole.sort());
  });

  test('refuses to leave the order as it is', () => {
    expect(() =>
      createLoader(source, { batchSize: 6, sampling: 'balanced', shuffle: false }),
    ).toThrow("'balanced' sampling draws images at random");
  });
});
