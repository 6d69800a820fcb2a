import * as ops from '@gnp/ops';
import * as tf from '@tensorflow/tfjs';
import { random } from '../../testing/expect-same.js';
import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import { findOnednn } from '../find-onednn.js';
import { PrimitiveCache } from '../portable/primitive-cache.js';
import { Primitive } from './primitive.js';

const shapes = {
  filter: [3, 3, 3, 16],
  pointwise: [1, 1, 16, 16],
  scale: [16],
  shift: [16],
  weights: [16, 5],
};

/** The loss of a network with all kinds of layers, and the parameters after a step of Adam. */
function trainingStep(): number[][] {
  return tf.tidy(() => {
    const images = random([8, 8, 8, 3], 1) as tf.Tensor4D;
    const labels = tf.softmax(random([8, 5], 2) as tf.Tensor2D);
    const parameters = Object.values(shapes).map((shape, i) => tf.mul(random(shape, i + 3), 0.3));
    const loss = (...given: tf.Tensor[]) => {
      const [filter, pointwise, scale, shift, weights] = given;
      const [a, b] = [scale as tf.Tensor1D, shift as tf.Tensor1D];
      let x: tf.Tensor = ops.convolution(images, filter as tf.Tensor4D, { bias: b });
      x = ops.batchNorm(x, a, b, { relu: true }).value;
      x = ops.convolution(x as tf.Tensor4D, pointwise as tf.Tensor4D, { strides: 2 });
      x = tf.exp(tf.maxPool(ops.addRelu(x, tf.relu6(x)) as tf.Tensor4D, 2, 2, 'valid'));
      const tokens = ops.gelu(ops.layerNorm(tf.reshape(x, [8, 4, 16]), a, b)) as tf.Tensor3D;
      const attended = ops.attention(tokens, tokens, tokens, {
        heads: 2,
        dropout: { rate: 0.2, seed: 1 },
      });
      const features = ops.dropout(tf.mean(attended, 1), { rate: 0.1, seed: 2 });
      const logits: tf.Tensor2D = tf.matMul(features, weights);
      return tf.mean<tf.Scalar>(ops.softmaxCrossEntropy(logits, labels));
    };
    const { value, grads } = tf.valueAndGrads(loss)(parameters);
    const one = tf.scalar(1);
    const after = parameters.map((parameter, i) => {
      const square = ops.weightedSquare(grads[i], grads[i], { aScale: 0, xScale: 1 });
      const weights = { meanWeight: one, varianceWeight: one, epsilon: 1e-3 };
      const direction = ops.adamDirection(grads[i], square, weights);
      return ops.weightedSum(parameter, 1, direction, -0.1);
    });
    return [value, ...after].map((t) => Array.from(t.dataSync()));
  });
}

const precisions = findOnednn().cpuFeatures.includes('avx512-bf16')
  ? (['f32', 'bf16'] as const)
  : (['f32'] as const);

describeOnednn.each(precisions)('a training step in %s', (precision) => {
  it.each([1, 2])('comes to the same bits with a cache of %d', async (capacity) => {
    const backend = await useOnednn();
    const { onednn } = backend;
    const cache = onednn.primitives;
    backend.precision = precision;
    const destroy = jest.spyOn(Primitive.prototype, 'destroy');
    try {
      const expected = trainingStep();
      expect(expected.flat().every(Number.isFinite)).toBe(true);
      const { usedBytes } = onednn.pool;
      const small = new PrimitiveCache(capacity);
      Object.assign(onednn, { primitives: small });
      destroy.mockClear();
      expect(trainingStep()).toEqual(expected);
      expect(small.size).toBe(capacity);
      expect(destroy.mock.calls.length).toBeGreaterThan(50);
      small.clear();
      expect(onednn.pool.usedBytes).toBe(usedBytes);
    } finally {
      Object.assign(onednn, { primitives: cache });
      backend.precision = 'f32';
      destroy.mockRestore();
    }
  });
});
