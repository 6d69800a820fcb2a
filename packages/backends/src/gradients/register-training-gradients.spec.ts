import * as tf from '@tensorflow/tfjs-core';
import { differenceOf, numbers } from '../../testing/agreement.js';
import { registerTrainingGradients } from './register-training-gradients.js';

const random = (shape: number[], seed: number) =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

type Loss = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Not linear, so that second derivatives are not zero. */
const weighted = (y: tf.Tensor) => tf.sum(tf.mul(tf.square(y), random(y.shape, 9)));

const losses: [string, number[][], Loss][] = [
  ['a sum over some axes', [[3, 4, 2]], (x) => weighted(tf.sum(x, [0, 2]))],
  ['a sum over all axes', [[3, 4]], (x) => tf.square(tf.sum(x))],
  ['a sum with kept axes', [[3, 4]], (x) => weighted(tf.sum(x, 1, true))],
  ['a mean over some axes', [[3, 4, 2]], (x) => weighted(tf.mean(tf.square(x), [1]))],
  ['a mean over all axes', [[3, 4]], (x) => tf.square(tf.mean(x))],
  ['cumulative sums of columns', [[3, 3]], (x) => weighted(tf.cumsum(x, 0, true))],
  [
    'mirrored padding',
    [[3, 4]],
    (x) => {
      const paddings: [[number, number], [number, number]] = [
        [1, 2],
        [0, 2],
      ];
      return weighted(tf.mirrorPad(x as tf.Tensor2D, paddings, 'reflect'));
    },
  ],
  [
    'bilinear resizing',
    [[2, 3, 4, 2]],
    (x) => weighted(tf.image.resizeBilinear(x as tf.Tensor4D, [5, 3], true)),
  ],
  [
    'resizing to the nearest pixel',
    [[2, 3, 4, 2]],
    (x) => weighted(tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [5, 7], false, true)),
  ],
  [
    'batch normalization',
    [[2, 3, 3, 4], [4], [4], [4], [4]],
    (x, mean, spread, offset, scale) =>
      weighted(
        tf.batchNorm(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          tf.square(spread) as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          0.1,
        ),
      ),
  ],
  [
    'batch normalization of rows',
    [[6, 4], [4], [4], [4], [4]],
    (x, mean, spread, offset, scale) =>
      weighted(
        tf.batchNorm2d(
          x as tf.Tensor2D,
          mean as tf.Tensor1D,
          tf.square(spread) as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          0.1,
        ),
      ),
  ],
];

/** `@gnp/core` has the second derivatives of pooling. */
const poolings: typeof losses = [
  ['average pooling', [[2, 4, 5, 2]], (x) => weighted(tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'))],
  [
    'padded average pooling',
    [[2, 4, 5, 2]],
    (x) => weighted(tf.avgPool(x as tf.Tensor4D, 3, 2, 'same')),
  ],
  [
    'average pooling with rows left out',
    [[1, 6, 5, 2]],
    (x) => weighted(tf.avgPool(x as tf.Tensor4D, 2, 3, 1, 'floor')),
  ],
  [
    'padded average pooling of volumes',
    [[1, 2, 3, 3, 1]],
    (x) => weighted(tf.avgPool3d(x as tf.Tensor5D, [2, 2, 3], 1, 'same')),
  ],
];

/** Central differences, with the loss in float32: good to about three digits. */
function finiteDifferences(loss: Loss, values: number[][], shapes: number[][]): number[][] {
  const evaluate = (given: number[][]) =>
    tf.tidy(() => loss(...given.map((v, i) => tf.tensor(v, shapes[i]))).dataSync()[0]);
  const h = 0.01;
  return values.map((array, i) =>
    array.map((_, j) => {
      const shifted = (by: number) =>
        values.map((v, n) => (n === i ? v.map((x, m) => (m === j ? x + by : x)) : v));
      return (evaluate(shifted(h)) - evaluate(shifted(-h))) / (2 * h);
    }),
  );
}

describe('training gradients', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    registerTrainingGradients();
    registerTrainingGradients();
  });

  it.each([...losses, ...poolings])('agree with finite differences for %s', (_, shapes, loss) => {
    const inputs = shapes.map((shape, i) => random(shape, i + 1));
    const values = inputs.map((x) => [...x.dataSync()]);
    const expected = finiteDifferences(loss, values, shapes);
    tf.grads(loss)(inputs).forEach((gradient, i) => {
      expect(gradient.shape).toEqual(shapes[i]);
      expect(differenceOf([...gradient.dataSync()], expected[i])).toBeLessThan(5e-3);
    });
  });

  it.each(losses)('can be differentiated again for %s', (_, shapes, loss) => {
    const [x, ...rest] = shapes.map((shape, i) => random(shape, i + 1));
    const norm: Loss = (...inputs) =>
      tf.sum(tf.square(tf.grad((z: tf.Tensor) => loss(z, ...inputs.slice(1)))(inputs[0])));
    const values = [x, ...rest].map((t) => [...t.dataSync()]);
    const expected = finiteDifferences(norm, values, shapes);
    tf.grads(norm)([x, ...rest]).forEach((gradient, i) => {
      expect(differenceOf([...gradient.dataSync()], expected[i])).toBeLessThan(1e-2);
    });
  });
});
