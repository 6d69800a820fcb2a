import * as tf from '@tensorflow/tfjs';
import { Attention, ClassToken, Convolution, FirstToken, Gelu, LayerNorm } from '../index.js';
import { Linear, PadChannels, PositionEmbedding } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));

const random = (shape: number[], seed = 1) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const nested = (t: tf.Tensor) => t.arraySync() as number[][][];

test('Attention is softmax(q k / √d) v, element by element', () => {
  const [q, k, v] = [1, 2, 3].map((seed) => nested(random([2, 4, 6], seed)));
  const layer = new Attention({ heads: 3 });
  const actual = nested(layer.call([q, k, v].map((x) => tf.tensor3d(x))));
  for (let b = 0; b < 2; b++) {
    for (let t = 0; t < 4; t++) {
      for (let h = 0; h < 3; h++) {
        const weights = [0, 1, 2, 3].map((s) => {
          const product = [0, 1].reduce(
            (sum, c) => sum + q[b][t][2 * h + c] * k[b][s][2 * h + c],
            0,
          );
          return Math.exp(product / Math.sqrt(2));
        });
        const total = weights.reduce((a, w) => a + w);
        for (let c = 0; c < 2; c++) {
          const expected = weights.reduce((sum, w, s) => sum + (w / total) * v[b][s][2 * h + c], 0);
          expect(actual[b][t][2 * h + c]).toBeCloseTo(expected, 5);
        }
      }
    }
  }
});

test('Attention drops probabilities in training only, by seed', () => {
  const layer = new Attention({ heads: 1, dropout: 0.5, name: 'a' });
  const inputs = [1, 2, 3].map((seed) => random([1, 8, 4], seed));
  const values = (args: object) => Array.from(layer.call(inputs, args).dataSync());
  expect(values({})).toEqual(values({ seed: 1 }));
  expect(values({ training: true, seed: 1 })).toEqual(values({ training: true, seed: 1 }));
  expect(values({ training: true, seed: 1 })).not.toEqual(values({ training: true, seed: 2 }));
});

test('Linear is x W + b over any leading axes', () => {
  const layer = new Linear({ units: 3 });
  layer.build([null, 2, 4]);
  const [w, b] = [random([4, 3]), random([3], 2)];
  layer.setWeights([w, b]);
  const x = random([5, 2, 4], 3);
  const expected = tf.add(tf.matMul(tf.reshape(x, [10, 4]), w as tf.Tensor2D), b);
  const y = layer.call(x);
  expect(y.shape).toEqual([5, 2, 3]);
  expect(Array.from(y.dataSync())).toEqual(Array.from(expected.dataSync()));
});

test('Convolution is that of tf.layers, and mixes no groups', () => {
  const layer = new Convolution({ filters: 4, kernelSize: 3, strides: 2, groups: 2 });
  layer.build([null, 6, 6, 4]);
  const [w, b] = [random([3, 3, 2, 4]), random([4], 2)];
  layer.setWeights([w, b]);
  const x = random([2, 6, 6, 4], 3) as tf.Tensor4D;
  const halves = [0, 2].map((start) => {
    const [part, by] = [
      tf.slice(x, [0, 0, 0, start], [2, 6, 6, 2]),
      tf.slice(w, [0, 0, 0, start], [3, 3, 2, 2]),
    ] as tf.Tensor4D[];
    return tf.conv2d(part, by, 2, 'same');
  });
  const expected = tf.add(tf.concat(halves, 3), b).dataSync();
  const y = layer.call(x);
  expect(y.shape).toEqual(layer.computeOutputShape([2, 6, 6, 4]));
  y.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  expect(() =>
    new Convolution({ filters: 3, kernelSize: 1, groups: 2 }).build([1, 4, 4, 4]),
  ).toThrow('3 filters in 2 groups');
});

test('LayerNorm, Gelu, tokens and positions do what they say', () => {
  const norm = new LayerNorm();
  norm.build([null, 3, 50]);
  const { mean, variance } = tf.moments(norm.call(random([2, 3, 50])), 2);
  mean.dataSync().forEach((m) => expect(m).toBeCloseTo(0, 5));
  variance.dataSync().forEach((v) => expect(v).toBeCloseTo(1, 3));

  expect(new Gelu().call(tf.tensor1d([0.5])).dataSync()[0]).toBeCloseTo(0.345714, 5);
  expect(new Gelu({ approximate: false }).call(tf.tensor1d([0.5])).dataSync()[0]).toBeCloseTo(
    0.345731,
    5,
  );

  const token = new ClassToken();
  token.build([null, 2, 3]);
  token.setWeights([tf.tensor3d([[[7, 8, 9]]])]);
  const tokens = token.call(tf.ones([2, 2, 3]));
  expect(nested(tokens)[1]).toEqual([
    [7, 8, 9],
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(new FirstToken().call(tokens).arraySync()).toEqual([
    [7, 8, 9],
    [7, 8, 9],
  ]);

  const position = new PositionEmbedding();
  position.build([null, 2, 2]);
  position.setWeights([
    tf.tensor3d([
      [
        [1, 2],
        [3, 4],
      ],
    ]),
  ]);
  expect(nested(position.call(tf.zeros([2, 2, 2])))[1]).toEqual([
    [1, 2],
    [3, 4],
  ]);

  const padded = new PadChannels({ channels: 3 }).call(tf.ones([1, 1, 1, 2]));
  expect(Array.from(padded.dataSync())).toEqual([1, 1, 0]);
});
