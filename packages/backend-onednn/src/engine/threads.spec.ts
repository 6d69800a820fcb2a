import * as tf from '@tensorflow/tfjs';
import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import type { Grain } from './grain.js';
import { Threads } from './threads.js';

const none = { set: () => {} };
const addition = (megabytes: number) => ({ flops: 0, bytes: megabytes * 1e6, narrow: false });
const product = (megaflops: number, narrow = false) => ({
  flops: megaflops * 1e6,
  bytes: 0,
  narrow,
});

describe('the threads that an operation is worth', () => {
  it.each<[Grain, number, number[]]>([
    // microseconds of work, a tenth of the kilobytes: 10, 50, 500, 2,000, 5,000, 50,000
    ['fine', 8, [1, 3, 8, 8, 8, 8]],
    ['medium', 8, [1, 1, 1, 8, 8, 8]],
    ['coarse', 8, [1, 1, 1, 1, 2, 8]],
    ['medium', 64, [1, 1, 1, 16, 40, 64]],
    ['fine', 1, [1, 1, 1, 1, 1, 1]],
  ])('follow from its bytes, with grain %s and at most %i', (grain, most, expected) => {
    const threads = new Threads(none, most, grain);
    const worth = [0.1, 0.5, 5, 20, 50, 500].map((bytes) => threads.worth(addition(bytes)));
    expect(worth).toEqual(expected);
  });

  it('follow from its arithmetic, bf16 being quicker', () => {
    const threads = new Threads(none, 4, 'medium');
    expect([90, 110, 1e4].map((flops) => threads.worth(product(flops)))).toEqual([1, 4, 4]);
    expect([200, 310].map((flops) => threads.worth(product(flops, true)))).toEqual([1, 4]);
  });
});

describeOnednn('threads and grain of the backend', () => {
  afterEach(() => useOnednn());

  it('are checked', async () => {
    const backend = await useOnednn();
    for (const threads of [0, 1.5, NaN])
      expect(() => (backend.threads = threads)).toThrow(
        `The number of threads must be a positive integer, not ${threads}.`,
      );
    expect(() => (backend.grain = 'finest' as Grain)).toThrow(
      "The grain is 'finest'; it is one of fine, medium, coarse.",
    );
  });

  it('find again what was compiled for them, and forget what is long past', async () => {
    const backend = await useOnednn();
    const { onednn } = backend;
    const work = () => tf.tidy(() => void tf.softmax(tf.ones([64, 64])));
    const missesWith = (threads: number) => {
      backend.threads = threads;
      const { misses } = onednn.primitives;
      work();
      return onednn.primitives.misses - misses;
    };
    missesWith(1);
    expect(missesWith(2)).toBeGreaterThan(0);
    expect(missesWith(1) + missesWith(2)).toBe(0);
    for (const threads of [3, 4, 5, 6]) missesWith(threads);
    expect(missesWith(6)).toBe(0);
    expect(missesWith(2)).toBeGreaterThan(0);
    backend.threads = 1;
  });

  it('adapt to what the machine leaves, and compute the same', async () => {
    const backend = await useOnednn();
    const x = tf.randomNormal([300, 300], 0, 1, 'float32', 1);
    const product = () => tf.tidy(() => tf.sum(tf.abs(tf.matMul(x, x))).dataSync()[0]);
    const expected = product();
    const left = backend.adapt(2);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThanOrEqual(2);
    const isFree = left > 1.7;
    expect(backend.grain).toBe(isFree ? 'fine' : 'medium');
    expect(backend.threads).toBe(Math.max(1, Math.round(left)));
    expect(product() / expected).toBeCloseTo(1, 5);
    expect(backend.adapt(1)).toBe(1);
    expect(backend.threads).toBe(1);
    x.dispose();
  });
});
