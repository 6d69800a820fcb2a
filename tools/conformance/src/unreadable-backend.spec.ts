import * as tf from '@tensorflow/tfjs';
import { readsAreFree } from '@gnp/ops';
import { useUnreadableBackend } from './unreadable-backend.js';

test('the unreadable backend computes, and gives its numbers asynchronously only', async () => {
  await useUnreadableBackend();
  expect(readsAreFree()).toBe(false);
  const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), tf.scalar(1)));
  expect(() => sum.dataSync()).toThrow('cannot be read synchronously');
  expect(Array.from(await sum.data())).toEqual([2, 3]);
  sum.dispose();
  await tf.setBackend('cpu');
  expect(readsAreFree()).toBe(true);
});
