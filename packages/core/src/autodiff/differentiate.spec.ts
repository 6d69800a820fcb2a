import * as tf from '@tensorflow/tfjs';
import { differentiate } from './differentiate.js';
import type { Derivatives } from './differentiate.js';

beforeAll(() => tf.setBackend('cpu'));

const values = [0.5, -1, 2];
const w = tf.tidy(() => tf.variable(tf.tensor1d(values), true, 'w'));
const v = tf.tidy(() => tf.variable(tf.scalar(3), true, 'v'));
const sumOf = (x: tf.Tensor) => tf.sum<tf.Scalar>(x);

function read({ values, grads }: Derivatives) {
  const result = {
    values: values.map((value) => value.dataSync()[0]),
    grads: grads.map((of) =>
      Object.fromEntries(Object.entries(of).map(([name, g]) => [name, Array.from(g.dataSync())])),
    ),
  };
  tf.dispose([values, grads]);
  return result;
}

describe('several scalars from one tape', () => {
  test('have each their own gradients, though they share what they are made of', () => {
    const before = tf.memory().numTensors;
    const { values: totals, grads } = read(
      differentiate(() => {
        const squares = tf.square(w);
        return [sumOf(squares), sumOf(tf.mul(squares, v)), tf.square(v)];
      }, [w, v]),
    );
    expect(totals).toEqual([5.25, 15.75, 9]);
    expect(grads).toEqual([
      { w: values.map((x) => 2 * x) },
      { w: values.map((x) => 6 * x), v: [5.25] },
      { v: [6] },
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('may depend on nothing, or on one another, be one, or be a variable', () => {
    const constant = tf.scalar(7);
    const result = () =>
      differentiate(() => {
        const total = sumOf(w);
        return [constant, total, tf.mul(total, 2), total, v as tf.Tensor as tf.Scalar];
      }, [w, v]);
    expect(read(result())).toEqual({
      values: [7, 1.5, 3, 1.5, 3],
      grads: [{}, { w: [1, 1, 1] }, { w: [2, 2, 2] }, { w: [1, 1, 1] }, { v: [1] }],
    });
    // what was handed out was not the caller's own
    expect(read(result()).values).toEqual([7, 1.5, 3, 1.5, 3]);
    expect(read(differentiate(() => [], [w]))).toEqual({ values: [], grads: [] });
    constant.dispose();
  });

  test('free what was kept for them as the last of them goes back', () => {
    const alive: number[] = [];
    const watched = tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (dy) => {
        alive.push(tf.memory().numTensors);
        return dy.clone();
      },
    }));
    const deep = () => {
      let x = watched(w);
      for (let i = 0; i < 10; i++) x = tf.tanh(x);
      return [sumOf(x), sumOf(tf.square(x))];
    };
    read(differentiate(deep, [w]));
    expect(alive[1]).toBeLessThanOrEqual(alive[0] - 10);
  });
});

test('what a gradient function returns stays its owner’s', () => {
  const slope = tf.tensor1d([1, 2, 3]);
  const sloped = tf.customGrad((x) => ({ value: tf.sum(x as tf.Tensor), gradFunc: () => slope }));
  const f = () => [tf.add<tf.Scalar>(sloped(w), sumOf(w))];
  for (let i = 0; i < 2; i++) {
    expect(read(differentiate(f, [w])).grads).toEqual([{ w: [2, 3, 4] }]);
  }
  slope.dispose();
});

test('a gradient may be taken again in the backward pass, as where activations are recomputed', () => {
  const f = (x: tf.Tensor) => tf.sum(tf.tanh(tf.square(x)));
  const recomputed = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: f(x as tf.Tensor),
      gradFunc: (dy, saved) => tf.mul(dy, tf.grad(f)(saved[0])),
    };
  });
  const [{ w: gradient }] = read(differentiate(() => [recomputed(w) as tf.Scalar], [w])).grads;
  gradient.forEach((g, i) => {
    expect(g).toBeCloseTo((1 - Math.tanh(values[i] ** 2) ** 2) * 2 * values[i], 5);
  });
});

test('nothing is left behind by what fails', () => {
  const before = tf.memory().numTensors;
  const fail = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([tf.square(x as tf.Tensor)]);
    throw new Error('in the middle');
  });
  const failsBackwards = tf.customGrad((x) => ({
    value: (x as tf.Tensor).clone(),
    gradFunc: () => {
      throw new Error('on the way back');
    },
  }));
  expect(() => differentiate(() => [sumOf(fail(tf.exp(w)))], [w])).toThrow('in the middle');
  expect(() => differentiate(() => [sumOf(tf.exp(failsBackwards(tf.exp(w))))], [w])).toThrow(
    'on the way back',
  );
  expect(tf.memory().numTensors).toBe(before);
  expect(read(differentiate(() => [sumOf(w)], [w])).grads).toEqual([{ w: [1, 1, 1] }]);
});

describe('below another gradient', () => {
  test('it is refused, and the other gradient stays right', () => {
    let message = '';
    const cubed = (x: tf.Tensor) => {
      const squared = tf.square(x);
      try {
        differentiate(() => [sumOf(tf.exp(w))], [w]);
      } catch (error) {
        ({ message } = error as Error);
      }
      return tf.sum(tf.mul(squared, tf.tanh(x)));
    };
    const before = tf.memory().numTensors;
    const x = tf.tensor1d(values);
    const gradient = tf.grad(cubed)(x);
    expect(message).toMatch(/cannot run inside another gradient \(tf\.grad\)/);
    const truth = values.map((a) => 2 * a * Math.tanh(a) + a * a * (1 - Math.tanh(a) ** 2));
    Array.from(gradient.dataSync()).forEach((g, i) => expect(g).toBeCloseTo(truth[i], 5));
    tf.dispose([x, gradient]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('of our own it is refused too', () => {
    const inner = () => differentiate(() => [sumOf(w)], [w]).values;
    expect(() => differentiate(inner, [w])).toThrow('cannot run inside another gradient');
  });

  test('or inside an operation, where nothing would be recorded', () => {
    const operation = tf.customGrad((x) => {
      differentiate(() => [sumOf(w)], [w]);
      return { value: x as tf.Tensor, gradFunc: (dy) => dy };
    });
    expect(() => operation(w)).toThrow('an operation with a gradient of its own (tf.customGrad)');
  });
});

test.each<[string, () => unknown, string]>([
  ['a vector', () => tf.square(w), 'must be a scalar, not a tensor of shape [3]. Take its mean'],
  ['an integer', () => tf.sum(tf.cast(w, 'int32')), 'must be a float32 scalar, not int32'],
  ['a truth value', () => tf.any(tf.cast(w, 'bool')), 'must be a float32 scalar, not bool'],
  ['a complex number', () => tf.complex(1, 2), 'must be a float32 scalar, not complex64'],
  ['a number', () => 3, 'must be a float32 scalar tensor, not 3'],
  ['nothing', () => undefined, 'must be a float32 scalar tensor, not undefined'],
  ['an object', () => ({ loss: 1 }), 'must be a float32 scalar tensor, not an object'],
  ['a promise', () => Promise.resolve(tf.scalar(1)), 'not a promise. Compute it without await'],
])('a loss that is %s is refused', (_, loss, message) => {
  const before = tf.memory().numTensors;
  expect(() => differentiate(() => [loss() as tf.Scalar], [w])).toThrow(message);
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before + Number(_ === 'a promise'));
});
