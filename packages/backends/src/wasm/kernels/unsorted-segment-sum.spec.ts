import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

describe('UnsortedSegmentSum on wasm', () => {
  it.each<[string, number[], number[], number[], number]>([
    ['a vector', [6], [6], [0, 1, 0, 2, 1, 0], 3],
    ['rows', [5, 4], [5], [2, 0, 2, 1, 2], 4],
    ['images', [4, 3, 2, 2], [4], [1, 1, 0, 3], 4],
    ['ids outside the range', [5, 2], [5], [-1, 0, 7, 1, 0], 2],
  ])('agrees with cpu for %s', async (_, x, ids, values, numSegments) => {
    await expectAgreement(
      'UnsortedSegmentSum',
      { x: { shape: x }, segmentIds: { shape: ids, dtype: 'int32', values } },
      { numSegments },
    );
  });

  it('sums integers to integers', async () => {
    await useBackend('wasm');
    const sums = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4, 8], 'int32'), [1, 0, 1, 1], 3);
    expect(sums.dtype).toBe('int32');
    expect([...sums.dataSync()]).toEqual([2, 13, 0]);
  });
});
