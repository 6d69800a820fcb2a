import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { testedBackends } from './tested-backends.js';

type Pool = (x: tf.Tensor) => tf.Tensor;

const pools: [string, number[], Pool][] = [
  ['images, valid', [2, 4, 5, 3], (x) => tf.maxPool(x as tf.Tensor4D, 2, 1, 'valid')],
  ['images, same', [2, 4, 5, 3], (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same')],
  ['images in a border', [2, 4, 5, 3], (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 1)],
  ['volumes, valid', [2, 3, 4, 5, 2], (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, 'valid')],
  ['volumes, same', [2, 3, 4, 5, 2], (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same')],
];
const values: [string, Pool][] = [
  ['zeros', (x) => tf.zerosLike(x)],
  ['after a ReLU', (x) => tf.relu(x)],
  ['whole numbers', (x) => tf.round(x)],
];

// whichever of them it is: a maximum moves with one of the equal values, not with each by itself
describe.each(testedBackends)('max pooling on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(pools)('of %s', (_, shape, pool) => {
    it.each(values)('hands each number of dy on once: %s', (_name, change) => {
      const [given, received] = tf.tidy(() => {
        const x = change(tf.randomNormal(shape, 0, 1, 'float32', 1));
        const dy = tf.randomUniform(pool(x).shape, 1, 2, 'float32', 2);
        return [tf.sum(dy).dataSync()[0], tf.sum(tf.grad(pool)(x, dy)).dataSync()[0]];
      });
      expect(received / given).toBeCloseTo(1, 5);
    });
  });
});
