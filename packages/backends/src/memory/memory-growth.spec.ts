import * as tf from '@tensorflow/tfjs';
import { measureMemoryGrowth, traceMemory } from './memory-growth.js';

beforeAll(() => tf.setBackend('cpu'));

/** Runs work on `size` rows and frees all that it makes. */
const tidied = (work: (rows: tf.Tensor2D) => unknown) => (size: number) =>
  tf.tidy(() => void work(tf.ones<tf.Rank.R2>([size, 10])));

it('tells what tensors hold after each kernel, above what was there', () => {
  const kept = tf.ones([1000]);
  const trace = traceMemory(() => {
    const square = tf.square(kept);
    square.dispose();
    tf.sum(kept).dispose();
  });
  expect(trace).toEqual([
    { kernelName: 'Square', bytes: 4000 },
    { kernelName: 'Sum', bytes: 4 },
  ]);
  kept.dispose();
});

it('tells apart what grows with the examples and what does not', () => {
  const growth = measureMemoryGrowth(
    tidied((rows) => {
      const fixed = tf.square(tf.ones([500])); // 4,000 bytes with the ones
      return [fixed, tf.square(rows), tf.square(rows)]; // 3 × 40 bytes a row
    }),
  );
  for (const rows of [2, 4, 1, 7, 1000]) expect(growth.peakBytes(rows)).toBe(4000 + 120 * rows);
});

it('finds the fullest moment, which is another one for more examples', () => {
  const work = tidied((rows) => {
    tf.tidy(() => void [tf.square(rows), tf.square(rows)]);
    tf.tidy(() => void tf.square(tf.ones([500])));
  });
  const { peakBytes } = measureMemoryGrowth(work);
  expect(peakBytes(4)).toBe(4000 + 160);
  expect(peakBytes(1000)).toBe(120_000);
  const measured = traceMemory(() => work(1000)).map(({ bytes }) => bytes);
  expect(peakBytes(1000)).toBe(Math.max(...measured));
});

it('finds it also where more examples take more kernels', () => {
  const work = tidied((rows) => {
    const large = tf.square(tf.ones([500]));
    for (let row = 0; row < rows.shape[0]; row++) {
      tf.tidy(() => void tf.exp(tf.slice(rows, row, 1)));
    }
    large.dispose(); // but what it was made of stays
    return [tf.square(rows), tf.square(rows), tf.square(rows), tf.square(rows)];
  });
  const { peakBytes } = measureMemoryGrowth(work);
  expect(peakBytes(1000)).toBe(5 * 40_000 + 2000);
});

it('leaves the kernels as they were, be it after an error', () => {
  const before = tf.getKernel('Square', 'cpu').kernelFunc;
  expect(() =>
    traceMemory(() => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(tf.getKernel('Square', 'cpu').kernelFunc).toBe(before);
});
