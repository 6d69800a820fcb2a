import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../use-backend.js';

describe('Identity on wasm', () => {
  it('shares memory until the last of its tensors is disposed of', async () => {
    await useBackend('wasm');
    const before = tf.backend().numDataIds();
    const x = tf.tensor1d([1, 2, 3]);
    const copy = x.clone();
    expect(tf.backend().numDataIds()).toBe(before + 1);
    x.dispose();
    expect([...copy.dataSync()]).toEqual([1, 2, 3]);
    copy.dispose();
    expect(tf.backend().numDataIds()).toBe(before);
  });

  it('keeps strings', async () => {
    await useBackend('wasm');
    const x = tf.tensor(['a', 'b']);
    const copy = x.clone();
    x.dispose();
    expect(copy.dataSync()).toEqual(['a', 'b']);
    copy.dispose();
  });
});
