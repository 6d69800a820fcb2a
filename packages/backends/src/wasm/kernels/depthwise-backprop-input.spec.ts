import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement, numbers } from '../../../testing/agreement.js';
import {
  depthwiseConvolutions,
  dilatedConvolutions,
  outputShape,
} from '../../../testing/convolutions.js';
import { useBackend } from '../../use-backend.js';

describe('DepthwiseConv2dNativeBackpropInput on wasm', () => {
  it.each(depthwiseConvolutions)('agrees with cpu for %s', async (_, conv) => {
    const { x, filter, strides, pad, dilations } = conv;
    await expectAgreement(
      'DepthwiseConv2dNativeBackpropInput',
      { dy: { shape: outputShape(conv, true) }, filter: { shape: filter } },
      { strides, pad, dilations, inputShape: x },
    );
  });

  // the convolution is linear, so Σ dy·conv(…) is the product of the gradient and what it is by
  it.each(dilatedConvolutions)('is the adjoint for %s', async (_, conv) => {
    await useBackend('wasm');
    const { strides, pad, dilations } = conv;
    const random = (shape: readonly number[], seed: number) =>
      tf.tensor4d(numbers(tf.util.sizeFromShape([...shape]), seed), [...shape] as typeof conv.x);
    const dy = random(outputShape(conv, true), 1);
    const filter = random(conv.filter, 2);
    const attrs = { strides, pad, dilations };
    for (const seed of [3, 4, 5]) {
      const x = random(conv.x, seed);
      const y: tf.Tensor = tf.engine().runKernel('DepthwiseConv2dNative', { x, filter }, attrs);
      const gradient: tf.Tensor = tf
        .engine()
        .runKernel(
          'DepthwiseConv2dNativeBackpropInput',
          { dy, filter },
          { ...attrs, inputShape: x.shape },
        );
      const expected = tf.sum(tf.mul(dy, y)).dataSync()[0];
      const actual = tf.sum(tf.mul(gradient, x)).dataSync()[0];
      expect(Math.abs(actual - expected)).toBeLessThan(1e-3);
      expect(Math.abs(expected)).toBeGreaterThan(0.01);
    }
  });
});
