import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

const statistics = {
  mean: { shape: [5] },
  variance: { shape: [5], values: [0.1, 1, 2, 0, 4] },
};

describe('FusedBatchNorm on wasm', () => {
  it.each([
    ['offset and scale', { ...statistics, offset: { shape: [5] }, scale: { shape: [5] } }],
    ['offset', { ...statistics, offset: { shape: [5] } }],
    ['scale', { ...statistics, scale: { shape: [5] } }],
    ['neither', statistics],
  ])('agrees with cpu with %s', async (_, inputs) => {
    await expectAgreement(
      'FusedBatchNorm',
      { x: { shape: [3, 4, 2, 5] }, ...inputs },
      { varianceEpsilon: 1e-3 },
    );
  });

  it('carries NaN', async () => {
    await useBackend('wasm');
    const y = tf.batchNorm(tf.tensor2d([NaN, 1, 2, 3], [2, 2]), tf.zeros([2]), tf.ones([2]));
    expect([...y.dataSync()].map(Number.isNaN)).toEqual([true, false, false, false]);
  });
});
