import * as tf from '@tensorflow/tfjs-core';
import { differenceOf } from '../testing/agreement.js';
import { initial, networks } from '../testing/networks.js';
import type { Network } from '../testing/networks.js';
import { useBackend } from './use-backend.js';

async function lossAndGradients(backend: string, network: Network): Promise<number[][]> {
  await useBackend(backend);
  const before = [tf.memory().numTensors, tf.backend().numDataIds()];
  const parameters = initial(network);
  const { value, grads } = tf.valueAndGrads((...p: tf.Tensor[]) => network.loss(p))(parameters);
  const results = [value, ...grads].map((x) => [...x.dataSync()]);
  tf.dispose([value, grads, parameters]);
  expect([tf.memory().numTensors, tf.backend().numDataIds()]).toEqual(before);
  return results;
}

async function trainingLosses(backend: string, network: Network, steps: number): Promise<number[]> {
  await useBackend(backend);
  const variables = initial(network).map((x) => tf.variable(x));
  const optimizer = tf.train.momentum(0.05, 0.9);
  const losses = Array.from({ length: steps }, () => {
    const loss = optimizer.minimize(() => network.loss(variables), true, variables);
    const value = loss?.dataSync()[0] ?? NaN;
    loss?.dispose();
    return value;
  });
  tf.dispose(variables);
  optimizer.dispose();
  return losses;
}

describe.each(Object.entries(networks))('%s', (_, network) => {
  it('has the same loss and gradients on wasm as on cpu', async () => {
    const expected = await lossAndGradients('cpu', network);
    const actual = await lossAndGradients('wasm', network);
    expected.forEach((values, i) => {
      expect(values.every(Number.isFinite)).toBe(true);
      expect(differenceOf(actual[i], values)).toBeLessThan(1e-4);
    });
  });

  // wrong losses in training were once reported of wasm (tensorflow/tfjs#4326)
  it('takes the same course in 100 steps of training', async () => {
    const expected = await trainingLosses('cpu', network, 100);
    const actual = await trainingLosses('wasm', network, 100);
    expect(expected[99]).toBeLessThan(0.5 * expected[0]);
    expect(differenceOf(actual, expected)).toBeLessThan(5e-3);
  });
});
