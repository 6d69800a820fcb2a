import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement, numbers } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

describe('MaxPoolGrad on wasm', () => {
  it.each([
    ['valid', 2, 2],
    ['same', 3, 1],
    ['same', 3, 2],
  ] as const)('agrees with cpu in windows of negative values: %s, %s, %s', async (pad, size, s) => {
    const input = { shape: [2, 5, 6, 3], values: numbers(180, 3).map((x) => x - 2) };
    const info = tf.backend_util.computePool2DInfo([2, 5, 6, 3], size, s, 1, pad);
    const dy = { shape: info.outShape };
    const attrs = { filterSize: size, strides: s, pad };
    await expectAgreement('MaxPoolGrad', { dy, input, output: dy }, attrs);
  });

  it('gives the gradient to the first of equal values, and loses none', async () => {
    await useBackend('wasm');
    const x = tf.tensor4d([0, 0, -1, -1, 0, 0, -1, -1], [1, 2, 4, 1]);
    const gradient = tf.grad((y) => tf.sum(tf.maxPool(y as tf.Tensor4D, 2, 2, 'valid')))(x);
    expect([...gradient.dataSync()]).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
  });
});

describe('MaxPool3DGrad on wasm', () => {
  it('finds the maxima of windows of unequal sides', async () => {
    await useBackend('wasm');
    const x = tf.tensor5d([-1, -2, -3, -4, -5, -6], [1, 1, 2, 3, 1]);
    const pool = (y: tf.Tensor) => tf.sum(tf.maxPool3d(y as tf.Tensor5D, [1, 1, 3], 1, 'same'));
    expect([...tf.grad(pool)(x).dataSync()]).toEqual([2, 1, 0, 2, 1, 0]);
  });
});
