import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import {
  adamW,
  addDecayedWeights,
  applyUpdates,
  asOptimizer,
  chain,
  clipByGlobalNorm,
  rmsProp,
  scaleByRms,
  sgd,
} from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import { testedBackends } from './tested-backends.js';
import { useUnreadableBackend } from './unreadable-backend.js';

const learningRate = 0.1;
const transforms: [string, () => GradientTransform][] = [
  ['sgd', () => sgd({ learningRate, weightDecay: 0.1 })],
  ['plain sgd', () => sgd({ learningRate, momentum: 0 })],
  ['adamW', () => adamW({ learningRate, decayMask: 'kernels' })],
  ['adamW without epsilon', () => adamW({ learningRate, epsilon: 0 })],
  ['rmsProp', () => rmsProp({ learningRate, momentum: 0.5, nesterov: true })],
  ['rmsProp without epsilon', () => rmsProp({ learningRate, epsilon: 0 })],
  [
    'a clipped chain',
    () => chain(clipByGlobalNorm(1), adamW({ learningRate: (i) => 0.1 / (i + 1) })),
  ],
  [
    'stages',
    () =>
      chain(clipByGlobalNorm(1e-3), scaleByRms(), addDecayedWeights(0.1), sgd({ learningRate })),
  ],
];

/** Gradients of a kernel [1, 2] and a bias [1]: short, long, and not finite. */
const steps = [
  [0.1, -0.2, 0],
  [30, 4, -5],
  [1e20, 1e20, 0],
  [NaN, 1, Infinity],
  [1e-30, -1, 0.5],
];

const variables = () => ({
  kernel: tf.variable(tf.tensor2d([[1, -2]])),
  bias: tf.variable(tf.tensor1d([3])),
});
type Named = Record<string, number[]>;
const numbers = async (tensors: tf.NamedTensorMap): Promise<Named> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(tensors).map(async ([key, x]) => [key, Array.from(await x.data())] as const),
    ),
  );

/** The parameters after each step, and the state after all. */
async function follow(make: () => GradientTransform) {
  const [transform, parameters] = [make(), variables()];
  let state = transform.init(parameters);
  const path: Named[] = [];
  const seen: Named[] = [];
  for (const [step, [a, b, c]] of steps.entries()) {
    const gradients = { kernel: tf.tensor2d([[a, b]]), bias: tf.tensor1d([c]) };
    const finite = tf.tidy(() => tf.all(tf.isFinite(tf.stack([tf.sum(gradients.kernel), c]))));
    const updates: Promise<Named>[] = [];
    state = applyUpdates(transform, parameters, gradients, state, step, {
      finite: finite as tf.Scalar,
      onUpdates: (named) => updates.push(numbers(named)),
    });
    seen.push(...(await Promise.all(updates)));
    path.push(await numbers(parameters));
  }
  return { path, seen, state: await numbers(state) };
}

test.each(transforms)('%s reads nothing on the host', async (_, make) => {
  await tf.setBackend('cpu');
  const expected = await follow(make);
  await useUnreadableBackend();
  const found = await follow(make);
  expect(found).toEqual(expected);
  const last = found.path[steps.length - 1];
  expect(Object.values(last).flat().every(Number.isFinite)).toBe(true);
});

/** TensorFlow takes numbers below the smallest normal one for zero. */
const flushed = (backend: string, x: number) =>
  backend === 'tensorflow' && x !== 0 && Math.abs(x) < 2 ** -126;

const others = testedBackends.filter((backend) => backend !== 'cpu');

describe.each(others)('on %s', (backend) => {
  test.each(transforms)('%s does as on cpu', async (_, make) => {
    await tf.setBackend('cpu');
    const expected = await follow(make);
    await useBackend(backend);
    const found = await follow(make);
    const flat = (result: typeof found) =>
      [...result.path, ...result.seen, result.state].flatMap((named) =>
        Object.values(named).flat(),
      );
    const right = flat(expected);
    const errors = flat(found).map((value, i) =>
      Object.is(value, right[i])
        ? 0
        : Math.abs(value - right[i]) / Math.max(Math.abs(right[i]), 1e-6),
    );
    expect(errors).toHaveLength(right.length);
    expect(errors.filter((error) => !(error < 1e-4))).toEqual([]);
  });

  test.each([
    [1, [1e20, 1e20]],
    [1e-3, [1e38, -1e38]],
    [1e-30, [1e-30, 1e30]],
  ])('clipping is right over all of float32: to %d of %p', async (maxNorm, values) => {
    await useBackend(backend);
    const gradients = { w: tf.tensor1d(values) };
    const { updates } = clipByGlobalNorm(maxNorm).update(gradients, {}, gradients, 0);
    const norm = Math.hypot(...values);
    const expected = values.map((value) => (value / norm) * maxNorm);
    const [clipped] = Object.values(await numbers(updates));
    const errors = clipped.map((value, i) => Math.abs(value - expected[i]) / maxNorm);
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });

  test.each([
    [1, [Infinity, 3, NaN]],
    [1e38, [-0, 1e-38, -0.1]],
  ])(
    'gradients that are not to be clipped pass bit for bit: to %d of %p',
    async (maxNorm, values) => {
      await useBackend(backend);
      const gradients = { w: tf.tensor1d(values) };
      const { updates } = clipByGlobalNorm(maxNorm).update(gradients, {}, gradients, 0);
      const expected = Float32Array.from(values, (x) => (flushed(backend, x) ? 0 : x));
      expect(await numbers(updates)).toEqual({ w: Array.from(expected) });
    },
  );
});

/** A `tf.Optimizer` that stops, is saved, and goes on in another one. */
async function minimize(make: () => GradientTransform) {
  const w = tf.variable(tf.tensor1d([3, -1]));
  const first = asOptimizer(make());
  const loss = () => tf.sum<tf.Scalar>(tf.square(w));
  for (let i = 0; i < 3; i++) first.minimize(loss, false, [w]);
  const second = asOptimizer(make());
  const { data, specs } = await tf.io.encodeWeights(await first.getWeights());
  const decoded = Object.entries(tf.io.decodeWeights(data, specs));
  await second.setWeights(decoded.map(([name, tensor]) => ({ name, tensor })));
  const other = tf.variable(w.clone());
  const otherLoss = () => tf.sum<tf.Scalar>(tf.square(other));
  for (let i = 0; i < 3; i++) first.minimize(loss, false, [w]);
  for (let i = 0; i < 3; i++) second.minimize(otherLoss, false, [other]);
  second.setLearningRate(second.learningRate / 2);
  second.minimize(otherLoss, false, [other]);
  return await numbers({ w, other });
}

test.each(transforms)('a tf.Optimizer over %s reads nothing on the host', async (_, make) => {
  await tf.setBackend('cpu');
  const expected = await minimize(make);
  await useUnreadableBackend();
  expect(await minimize(make)).toEqual(expected);
});
