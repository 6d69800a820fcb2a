import os from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { availableMemory } from './available-memory.js';
import { useBackend } from '../use-backend.js';

const gibibytes = 2 ** 30;

it('is what the system has left on cpu', async () => {
  await useBackend('cpu');
  expect(availableMemory()).toBeGreaterThan(0);
  expect(availableMemory()).toBeLessThan(os.totalmem());
});

it('is at most what WebAssembly can address on wasm, less what tensors hold', async () => {
  await useBackend('wasm');
  const tensor = tf.zeros([1 << 20]);
  expect(availableMemory()).toBeLessThanOrEqual(4 * gibibytes - 4 * (1 << 20));
  tensor.dispose();
});

it('is not known of other backends', async () => {
  class Other extends tf.KernelBackend {
    override dispose() {}
  }
  tf.registerBackend('other', () => new Other());
  await tf.setBackend('other');
  expect(availableMemory()).toBeUndefined();
  await useBackend('cpu');
  tf.removeBackend('other');
});
