import * as tf from '@tensorflow/tfjs-core';
import { adamW, asOptimizer, rmsProp, sgd } from './index.js';
import type { GradientTransform, NamedTensor, TransformOptimizer } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const learningRate = 0.1;
const loss = (...variables: tf.Variable[]) => {
  return () => tf.tidy(() => tf.addN(variables.map((w) => tf.sum(tf.square(w)))) as tf.Scalar);
};
const train = (optimizer: tf.Optimizer, variables: tf.Variable[], steps: number) => {
  for (let i = 0; i < steps; i++) optimizer.minimize(loss(...variables), false, variables);
};
const values = (variables: tf.Variable[]) => variables.map((w) => Array.from(w.dataSync()));
const copies = (variables: tf.Variable[]) => variables.map((w) => tf.variable(w.clone()));

/** What a file gives back of an optimizer's weights. */
async function throughFile(optimizer: tf.Optimizer): Promise<NamedTensor[]> {
  const { data, specs } = await tf.io.encodeWeights(await optimizer.getWeights());
  const decoded = tf.io.decodeWeights(data, specs);
  return Object.entries(decoded).map(([name, tensor]) => ({ name, tensor }));
}

const transforms: [string, () => GradientTransform][] = [
  ['sgd', () => sgd({ learningRate })],
  ['sgd without momentum', () => sgd({ learningRate, momentum: 0 })],
  ['adamW', () => adamW({ learningRate })],
  ['rmsProp', () => rmsProp({ learningRate, momentum: 0.5 })],
];

describe.each(transforms)('asOptimizer(%s)', (_, make) => {
  // made in one order and trained in another, as the names '7' and '3' that tfjs gives them show
  const create = () => {
    const [a, b] = [tf.variable(tf.tensor1d([3, -1])), tf.variable(tf.tensor1d([1, 2]))];
    return [b, a];
  };

  test('goes on from a file as if it had not stopped, under the same names', async () => {
    const variables = create();
    const optimizer = asOptimizer(make());
    train(optimizer, variables, 3);
    const start = values(variables);
    const weights = await throughFile(optimizer);
    train(optimizer, variables, 4);
    const expected = values(variables);

    const restored = asOptimizer(make());
    await restored.setWeights(weights);
    variables.forEach((w, i) => w.assign(tf.tensor1d(start[i])));
    train(restored, variables, 4);
    expect(values(variables)).toEqual(expected);
    expect(restored.iterations).toBe(7);
  });

  test('goes on from a file as if it had not stopped, by position under other names', async () => {
    const variables = create();
    const optimizer = asOptimizer(make());
    train(optimizer, variables, 3);
    const others = copies(variables);
    const weights = await throughFile(optimizer);
    train(optimizer, variables, 4);

    const restored = asOptimizer(make());
    await restored.setWeights(weights);
    train(restored, others, 4);
    expect(values(others)).toEqual(values(variables));
    const names = (await restored.getWeights()).map(({ name }) => name).join();
    variables.forEach(({ name }) => expect(names).not.toContain(`/${name},`));
  });

  test('weights have unique names, the step count among them once', async () => {
    const optimizer = asOptimizer(make());
    train(optimizer, create(), 2);
    const weights = await optimizer.getWeights();
    const names = weights.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name === 'iter')).toEqual(['iter']);
    expect(names[0]).toBe('iter');
    const again = asOptimizer(make());
    await again.setWeights(await throughFile(optimizer));
    const copied = await again.getWeights();
    expect(copied.map(({ name }) => name)).toEqual(names);
    copied.forEach(({ tensor }, i) => {
      expect(tensor.dtype).toBe(weights[i].tensor.dtype);
      expect(Array.from(tensor.dataSync())).toEqual(Array.from(weights[i].tensor.dataSync()));
    });
  });

  test('keeps its state through an enclosing tidy, and leaks nothing', () => {
    const variables = create();
    const before = tf.memory().numTensors;
    const optimizer = asOptimizer(make());
    const step = () =>
      tf.tidy(() => {
        train(optimizer, variables, 1);
      });
    step();
    const during = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) step();
    expect(tf.memory().numTensors).toBe(during);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a restored state leaks nothing either', async () => {
    const variables = create();
    const optimizer = asOptimizer(make());
    train(optimizer, variables, 2);
    const weights = await optimizer.getWeights();
    const others = copies(variables);
    const before = tf.memory().numTensors;
    const restored = asOptimizer(make());
    await restored.setWeights(weights);
    await restored.setWeights(weights);
    train(restored, others, 2);
    restored.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a listed variable that the loss does not depend on has its place, and stays', async () => {
    const [a, b] = create();
    const idle = tf.variable(tf.tensor1d([5]));
    const optimizer = asOptimizer(make());
    const some = (of: tf.Optimizer, [x, y, z]: tf.Variable[]) =>
      of.minimize(loss(x, z), false, [x, y, z]);
    some(optimizer, [a, idle, b]);
    const others = copies([a, idle, b]);
    const restored = asOptimizer(make());
    await restored.setWeights(await optimizer.getWeights());
    for (let i = 0; i < 3; i++) some(optimizer, [a, idle, b]);
    for (let i = 0; i < 3; i++) some(restored, others);
    expect(values(others)).toEqual(values([a, idle, b]));
    expect(values([idle])).toEqual([[5]]);
  });

  test('refuses a variable that is not registered', () => {
    const step = (gradients: tf.NamedTensorMap | NamedTensor[]) => () =>
      asOptimizer(make()).applyGradients(gradients);
    const message = "There is no variable named 'nowhere' to apply a gradient to.";
    expect(step({ nowhere: tf.scalar(1) })).toThrow(message);
    expect(step({ constructor: tf.scalar(1) })).toThrow("no variable named 'constructor'");
    expect(step([{ name: 'nowhere', tensor: null as unknown as tf.Tensor }])).toThrow(message);
  });

  test('counts a step without gradients, as stock optimizers do, and changes nothing', () => {
    const [w] = create();
    const optimizer = asOptimizer(make());
    optimizer.applyGradients([]);
    optimizer.applyGradients({});
    optimizer.applyGradients({ [w.name]: null } as unknown as tf.NamedTensorMap);
    expect(optimizer.iterations).toBe(3);
    expect(values([w])).toEqual([[1, 2]]);
    const other = tf.variable(w.clone());
    const fresh = asOptimizer(make());
    train(optimizer, [w], 2);
    train(fresh, [other], 2);
    expect(values([w])).toEqual(values([other]));
  });

  test('refuses a loss of no variable, as stock optimizers do', () => {
    const [w] = create();
    const optimizer = asOptimizer(make());
    expect(() => optimizer.minimize(() => tf.scalar(1), false, [w])).toThrow('Cannot find a conn');
  });

  test('refuses to go on once it is disposed', async () => {
    const variables = create();
    const optimizer = asOptimizer(make());
    train(optimizer, variables, 1);
    const weights = await throughFile(optimizer);
    optimizer.dispose();
    optimizer.dispose();
    expect(() => train(optimizer, variables, 1)).toThrow('This optimizer has been disposed.');
    await expect(optimizer.getWeights()).rejects.toThrow('This optimizer has been disposed.');
    await expect(optimizer.setWeights(weights)).rejects.toThrow(
      'This optimizer has been disposed.',
    );
  });
});

test('a parameter whose first gradient comes late starts from nothing and resets nothing', async () => {
  const [a, late] = [tf.variable(tf.tensor1d([1])), tf.variable(tf.tensor1d([1]))];
  const optimizer = asOptimizer(adamW({ learningRate, beta1: 0.5, beta2: 0.75 }));
  train(optimizer, [a], 2);
  train(optimizer, [a, late], 1);
  const weights = await optimizer.getWeights();
  const [meanWeight, varianceWeight] = ['meanWeight', 'varianceWeight'].map(
    (key) => weights.find(({ name }) => name === key)?.tensor.dataSync()[0],
  );
  expect(meanWeight).toBe(1 - 0.5 ** 3);
  expect(varianceWeight).toBe(1 - 0.75 ** 3);
});

describe('a restored state that does not fit is refused, and nothing moves', () => {
  const restored = async (from: GradientTransform, to: GradientTransform, shapes: number[]) => {
    const saved = shapes.map((size) => tf.variable(tf.ones([size])));
    const optimizer = asOptimizer(from);
    train(optimizer, saved, 1);
    const next = asOptimizer(to);
    await next.setWeights(await optimizer.getWeights());
    return { saved, next };
  };
  const expectRefused = (
    optimizer: TransformOptimizer,
    variables: tf.Variable[],
    message: string,
  ) => {
    const before = values(variables);
    expect(() => train(optimizer, variables, 1)).toThrow(message);
    expect(values(variables)).toEqual(before);
  };
  const plain = () => sgd({ learningRate });

  test('of another number of parameters', async () => {
    const { saved, next } = await restored(plain(), plain(), [2, 3]);
    const other = tf.variable(tf.ones([2]));
    expectRefused(
      next,
      [other],
      `The saved optimizer state is of 2 parameters (${saved.map(({ name }) => name).join(', ')}), ` +
        `there are 1 (${other.name}): it fits neither by name nor by position.`,
    );
  });

  test('of other shapes', async () => {
    const { saved, next } = await restored(plain(), plain(), [2, 3]);
    const others = [tf.variable(tf.ones([2])), tf.variable(tf.ones([4]))];
    expectRefused(
      next,
      others,
      `'momentum/${saved[1].name}' of the saved optimizer state has shape [3], ` +
        `but '${others[1].name}' needs [4].`,
    );
  });

  test('of another optimizer', async () => {
    const adam = adamW({ learningRate });
    const { saved, next } = await restored(adam, plain(), [2]);
    expectRefused(next, saved, `has 'mean/${saved[0].name}', which this optimizer does not keep`);
    const { saved: others, next: second } = await restored(plain(), rmsProp({ learningRate }), [2]);
    expectRefused(
      second,
      others,
      `has 'momentum/${others[0].name}', which this optimizer does not keep`,
    );
    const { saved: last, next: third } = await restored(
      rmsProp({ learningRate }),
      rmsProp({ learningRate, momentum: 0.5 }),
      [2],
    );
    expectRefused(third, last, `has no 'momentum/${last[0].name}', which this optimizer keeps`);
  });

  test('to an optimizer without state', async () => {
    const { saved, next } = await restored(plain(), sgd({ learningRate, momentum: 0 }), [2]);
    expectRefused(next, saved, 'The saved optimizer state is of 1 parameters');
    expectRefused(
      next,
      [tf.variable(tf.ones([2]))],
      'The saved optimizer state is of 1 parameters',
    );
  });

  test('without the weights of its bias correction', async () => {
    const w = tf.variable(tf.ones([2]));
    const [optimizer, next] = [0, 1].map(() => asOptimizer(adamW({ learningRate })));
    train(optimizer, [w], 1);
    const weights = await optimizer.getWeights();
    await next.setWeights(weights.filter(({ name }) => name !== 'varianceWeight'));
    expectRefused(next, [w], "has no 'varianceWeight', which this optimizer keeps");
  });

  test('without its step count', async () => {
    const optimizer = asOptimizer(plain());
    const message = "setWeights takes what getWeights gave: the step count 'iter', then the state.";
    await expect(optimizer.setWeights([])).rejects.toThrow(message);
    const wrong = [{ name: 'momentum/w', tensor: tf.ones([2]) }];
    await expect(optimizer.setWeights(wrong)).rejects.toThrow(message);
  });
});

test('a part of the saved names goes by name, in any order; parameters beyond start anew', async () => {
  const [a, b, c] = [1, 2, 3].map((v) => tf.variable(tf.tensor1d([v])));
  const make = () => asOptimizer(sgd({ learningRate, nesterov: false }));
  const optimizer = make();
  train(optimizer, [a, b], 1); // momentum 2θ: 2 and 4
  const restored = make();
  await restored.setWeights(await optimizer.getWeights());
  train(restored, [b], 1);
  train(restored, [c, a], 1);
  const state = Object.fromEntries(
    (await restored.getWeights()).map(({ name, tensor }) => [name, tensor.dataSync()[0]]),
  );
  expect(state[`momentum/${a.name}`]).toBeCloseTo(0.9 * 2 + 2 * (1 - 0.2), 5);
  expect(state[`momentum/${b.name}`]).toBeCloseTo(0.9 * 4 + 2 * (2 - 0.4), 5);
  expect(state[`momentum/${c.name}`]).toBeCloseTo(6, 5);
});

test('names that overlap by chance do not mix the state up', async () => {
  const of = (names: string[], sizes: number[]) =>
    names.map((name, i) => tf.variable(tf.fill([1], sizes[i]), true, name));
  const make = () => asOptimizer(sgd({ learningRate }));
  const saved = of(['dense_1/kernel', 'dense_2/kernel'], [1, 5]);
  const optimizer = make();
  train(optimizer, saved, 2);
  const weights = await throughFile(optimizer);
  const start = saved.map((w) => w.dataSync()[0]);
  train(optimizer, saved, 2);
  const expected = values(saved);
  tf.dispose(saved);

  const shifted = of(['dense_2/kernel', 'dense_3/kernel'], start);
  const restored = make();
  await restored.setWeights(weights);
  train(restored, shifted, 2);
  expect(values(shifted)).toEqual(expected);
  tf.dispose(shifted);
});
