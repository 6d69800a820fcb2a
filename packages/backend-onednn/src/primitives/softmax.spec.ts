import * as tf from '@tensorflow/tfjs-core';
import { random } from '../../testing/expect-same.js';
import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import { findOnednn } from '../find-onednn.js';
import { softmaxGradientPrimitive } from './softmax.js';

const hasAvx512 = findOnednn().cpuFeatures.includes('avx512');

describeOnednn('the gradient of softmax', () => {
  it.each([
    [7, 5],
    [64, 197],
  ])('is y · (dy − Σ dy·y) for [%i, %i]', async (rows, columns) => {
    const backend = await useOnednn();
    tf.tidy(() => {
      const y = tf.softmax(random([rows, columns], 1));
      const dy = random([rows, columns], 2);
      const dx = backend.output([rows, columns]);
      const primitive = softmaxGradientPrimitive(backend.onednn, rows, columns);
      expect(primitive.implementation.startsWith('ref')).toBe(!hasAvx512);
      const [destination, diffDestination] = [y, dy].map((t) => backend.dataOf(t));
      primitive.run({ destination, diffDestination, diffSource: dx.data });
      const along = tf.sum(tf.mul(dy, y), 1, true);
      const expected = Array.from(tf.mul(y, tf.sub(dy, along)).dataSync());
      expected.forEach((value, i) => expect(dx.data.numbers[i]).toBeCloseTo(value, 5));
      backend.disposeIntermediateTensorInfo(dx);
    });
  });
});
