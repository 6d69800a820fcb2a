import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement } from '../testing/agreement.js';
import { useBackend } from './use-backend.js';

describe('a kernel of the cpu backend on the memory of wasm', () => {
  it.each([
    ['FloorDiv', { a: { shape: [2, 3] }, b: { shape: [3] } }, {}],
    ['Reverse', { x: { shape: [2, 3], dtype: 'bool' as const } }, { dims: [0] }],
    ['MaxPool3D', { x: { shape: [1, 2, 3, 4, 2] } }, { filterSize: 2, strides: 1, pad: 'same' }],
  ])('agrees with cpu, and leaves no memory behind: %s', async (kernel, inputs, attrs) => {
    await expectAgreement(kernel, inputs, attrs, 0);
  });

  it('leaves no tensor on the cpu backend', async () => {
    await useBackend('wasm');
    const cpu = tf.findBackend('cpu');
    const before = cpu.numDataIds();
    const [values, indices] = [tf.tensor(['a', 'b']), tf.tensor(['a', 'c'])];
    expect([...tf.equal(values, indices).dataSync()]).toEqual([1, 0]);
    expect(() => tf.floorDiv(tf.ones([2]), tf.tensor1d([0, 1], 'int32'))).not.toThrow();
    expect(cpu.numDataIds()).toBe(before);
  });
});
