import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

describe('ClipByValue, Relu and Relu6 on wasm', () => {
  it.each(['float32', 'int32'] as const)('agree with cpu for %s', async (dtype) => {
    const x = { shape: [4, 5], dtype };
    await expectAgreement('ClipByValue', { x }, { clipValueMin: -0.5, clipValueMax: 2 }, 0);
    await expectAgreement('Relu', { x }, {}, 0);
    await expectAgreement('Relu6', { x: { shape: [3], values: [-1, 3, 9] } }, {}, 0);
  });

  it('keep NaN', async () => {
    await useBackend('wasm');
    const x = tf.tensor1d([NaN, -9, 9]);
    expect([...tf.clipByValue(x, -1, 1).dataSync()]).toEqual([NaN, -1, 1]);
    expect([...tf.relu(x).dataSync()]).toEqual([NaN, 0, 9]);
    expect([...tf.relu6(x).dataSync()]).toEqual([NaN, 0, 6]);
    const infinite = tf.tensor1d([Infinity]);
    expect(tf.relu(tf.sub(infinite, infinite)).dataSync()[0]).toBeNaN(); // its sign bit is set
  });
});
