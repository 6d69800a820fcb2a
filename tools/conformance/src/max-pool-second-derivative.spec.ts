import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { registerSecondDerivatives } from '@gnp/core';
import { testedBackends } from './tested-backends.js';

type Size = number | [number, number];
type Padding = 'same' | 'valid' | number;

const windows: [size: Size, strides: Size, pad: Padding][] = [
  [2, 2, 'valid'],
  [2, 2, 'same'],
  [3, 2, 'valid'],
  [3, 2, 'same'],
  [3, 2, 1],
  [3, 1, 'valid'],
  [3, 1, 'same'],
  [[3, 2], [1, 2], 'same'],
  [[1, 3], [2, 2], 'valid'],
  [2, 3, 'same'],
];
const images: [name: string, shape: number[], values: (x: tf.Tensor) => tf.Tensor][] = [
  ['distinct values', [2, 7, 5, 3], (x) => x],
  ['an even size', [1, 6, 8, 2], (x) => x],
  ['equal values', [2, 7, 5, 3], (x) => tf.round(x)],
  ['one value', [1, 5, 5, 2], (x) => tf.onesLike(x)],
  ['negative values', [2, 5, 6, 3], (x) => tf.neg(tf.add(tf.abs(x), 1))],
];

const draw = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

describe.each(testedBackends)('max pooling on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
    registerSecondDerivatives();
  });

  describe.each(images)('of %s', (_, shape, values) => {
    test.each(windows)(
      'in windows of %j every %j, %s: the second derivative is the first one’s transpose',
      (size, strides, pad) => {
        const x = tf.tidy(() => values(draw(shape, 3)));
        const direction = draw(shape, 4);
        const pool = (image: tf.Tensor) => tf.maxPool(image as tf.Tensor4D, size, strides, pad);
        /** The gradient of pooling, linear in dy. */
        const gradient = (dy: tf.Tensor) => tf.grad(pool)(x, dy);
        const shapeOfResult = tf.tidy(() => pool(x).shape);
        const [n, height, width, channels] = shapeOfResult;
        const dy = draw(shapeOfResult, 5);
        const second = tf.tidy(() =>
          tf
            .grad((given) => tf.sum(tf.mul(gradient(given), direction)))(dy)
            .arraySync(),
        ) as number[][][][];
        const along = direction.arraySync() as number[][][][];
        for (let i = 0; i < height; i++) {
          for (let j = 0; j < width; j++) {
            // the windows of one place, in all images and channels at once
            const taken = tf.tidy(() => {
              const buffer = tf.buffer(shapeOfResult);
              for (let b = 0; b < n; b++) {
                for (let c = 0; c < channels; c++) buffer.set(1, b, i, j, c);
              }
              return gradient(buffer.toTensor()).arraySync();
            }) as number[][][][];
            for (let b = 0; b < n; b++) {
              for (let c = 0; c < channels; c++) {
                let expected = 0;
                taken[b].forEach((row, y) =>
                  row.forEach((pixel, z) => (expected += pixel[c] * along[b][y][z][c])),
                );
                expect(second[b][i][j][c]).toBeCloseTo(expected, 5);
              }
            }
          }
        }
        tf.dispose([x, direction, dy]);
      },
    );
  });
});
