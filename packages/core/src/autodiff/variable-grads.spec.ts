import * as tf from '@tensorflow/tfjs';
import { variableGrads } from './variable-grads.js';

beforeAll(() => tf.setBackend('cpu'));

const network = () => {
  const draw = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 0.3, 'float32', seed);
  const shapes = [[3, 3, 2, 2], [2], [3, 3, 2, 2], [32, 3]];
  const variables = shapes.map((shape, i) => tf.variable(draw(shape, i + 1)));
  const [k1, b, k2, w] = variables;
  const x = tf.keep(draw([4, 4, 4, 2], 9)) as tf.Tensor4D;
  const loss = () => {
    const h = tf.relu(tf.add(tf.conv2d(x, k1 as tf.Tensor4D, 1, 'same'), b)) as tf.Tensor4D;
    // the sum's gradient is its own incoming one, and h is used twice
    const y = tf.add(h, tf.conv2d(h, k2 as tf.Tensor4D, 1, 'same'));
    const logits = tf.matMul(tf.reshape(y, [4, 32]), w);
    return tf.mean<tf.Scalar>(tf.square(logits));
  };
  return { variables, loss };
};
const read = ({ value, grads }: { value: tf.Scalar; grads: tf.NamedTensorMap }) => {
  const result = {
    value: value.dataSync()[0],
    grads: Object.values(grads).map((gradient) => Array.from(gradient.dataSync())),
  };
  tf.dispose([value, grads]);
  return result;
};

test('gives what tf.variableGrads gives, bit for bit, and leaves nothing behind', () => {
  const { variables, loss } = network();
  const before = tf.memory().numTensors;
  const expected = read(tf.variableGrads(loss, variables));
  expect(read(variableGrads(loss, variables))).toEqual(expected);
  expect(tf.memory().numTensors).toBe(before);
});

test('holds fewer tensors at once', () => {
  const { variables, loss } = network();
  const peak = (gradients: typeof variableGrads) => {
    let most = 0;
    const gelu = tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (dy) => {
        most = Math.max(most, tf.memory().numBytes);
        return dy.clone();
      },
    }));
    const [k1] = variables;
    // asked for last in the backward pass: all that is kept until then is still alive
    const watched = () => tf.add<tf.Scalar>(loss(), tf.mul(0, tf.sum(gelu(k1))));
    read(gradients(watched, variables));
    return most;
  };
  expect(peak(variableGrads)).toBeLessThanOrEqual(peak(tf.variableGrads));
});

test('leaves out variables that the loss does not depend on, and refuses a loss of none', () => {
  const { variables, loss } = network();
  const unused = tf.variable(tf.scalar(1));
  const { value, grads } = variableGrads(loss, [...variables, unused]);
  expect(Object.keys(grads)).toEqual(variables.map(({ name }) => name));
  tf.dispose([value, grads]);
  expect(() => variableGrads(() => tf.scalar(1), variables)).toThrow('depends on none');
  expect(() => variableGrads(() => tf.square(variables[1]) as tf.Scalar, variables)).toThrow(
    'must be a scalar',
  );
});

test('is right where the loss contains a gradient, of which tfjs-core loses a part', () => {
  const k = tf.tidy(() => tf.variable(tf.randomNormal([3, 2], 0, 0.6, 'float32', 4)));
  const x = tf.randomNormal([2, 3], 0, 1, 'float32', 5);
  const critic = (z: tf.Tensor) => tf.sum(tf.tanh(tf.matMul(z, k as tf.Tensor2D)));
  const loss = () => tf.sum<tf.Scalar>(tf.square(tf.grad(critic)(x)));
  const [gradient] = read(variableGrads(loss, [k])).grads;
  const values = Array.from(k.dataSync());
  const at = (i: number, h: number) =>
    tf.tidy(() => {
      k.assign(
        tf.tensor2d(
          values.map((value, j) => (i === j ? value + h : value)),
          [3, 2],
        ),
      );
      return loss().dataSync()[0];
    });
  gradient.forEach((g, i) => {
    expect(g).toBeCloseTo((at(i, 5e-3) - at(i, -5e-3)) / 1e-2, 2);
    at(i, 0);
  });
});

test('below another gradient is tf.variableGrads, and spoils nothing', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const v = tf.variable(tf.scalar(3));
    const penalized = (x: tf.Tensor) => {
      const loss = () => tf.mul<tf.Scalar>(tf.square(v), tf.sum(x));
      const { value, grads } = variableGrads(loss, [v]);
      return tf.add(value, tf.square(grads[v.name]));
    };
    // v² Σx + (2 v Σx)², whose derivative is v² + 8 v² Σx
    const gradient = tf.grad(penalized)(tf.tensor1d([1, 2]));
    expect(Array.from(gradient.dataSync())).toEqual([225, 225]);
    v.dispose();
  });
  expect(tf.memory().numTensors).toBe(before);
});
