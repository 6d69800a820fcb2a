import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { computeGradient, gnp, plain, sam } from '@gnp/core';
import type { Pass, Rule } from '@gnp/core';
import { allVariables, BatchNorm, createModel, Dropout, trainableVariables } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { trainStep } from '@gnp/trainer';
import { testedBackends } from './tested-backends.js';

const shape: [number, number, number, number] = [8, 6, 6, 1];
const batch = () => ({
  images: tf.randomNormal(shape, 0, 1, 'float32', 1),
  labels: Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3),
});
/** Convolution, batch norm, dropout and a classifier: small, because the cpu backend is slow. */
const network = () => {
  const kernel = (seed: number) => tf.initializers.glorotNormal({ seed });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [6, 6, 1],
        filters: 4,
        kernelSize: 3,
        strides: 2,
        kernelInitializer: kernel(1),
      }),
      new BatchNorm({ name: 'norm' }),
      tf.layers.reLU(),
      new Dropout({ rate: 0.2, name: 'drop' }),
      tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      tf.layers.dense({ units: 4, kernelInitializer: kernel(2) }),
    ],
  });
};
const values = (tensors: { [name: string]: tf.Tensor }) =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, Array.from(t.dataSync())]));

/** The training step of the network, and takes it on one small batch. */
const problem = (rule: Rule, learningRate = 0.01) => {
  const model = network();
  const step = trainStep({ model, rule, optimizer: sgd({ learningRate }) });
  let state = step.firstState();
  const take = async (index = 0) => {
    const taken = step.take(batch(), state, { step: index, measure: index % 2 === 1 });
    ({ state } = taken);
    return taken.numbers();
  };
  return {
    model,
    parameters: step.parameters,
    take,
    dispose: () => tf.dispose(Object.values(state)),
  };
};

describe.each(testedBackends)('a training step on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  afterEach(() => tf.disposeVariables());

  test('moves the running statistics as a plain step does, whatever the rule', async () => {
    const statistics = async (rule: Rule) => {
      const { model, parameters, take } = problem(rule);
      await take();
      const all = Object.entries(values(allVariables(model)));
      return Object.fromEntries(all.filter(([name]) => !(name in parameters)));
    };
    const expected = await statistics(plain());
    expect(expected['norm/mean'].some((value) => value !== 0)).toBe(true);
    expect(await statistics(gnp({ r: 0.5, alpha: 0.8 }))).toEqual(expected);
  });

  test('restores every parameter bit for bit before it moves them', async () => {
    const { parameters, take } = problem(sam({ rho: 1 }), 0);
    const before = values(parameters);
    const { perturbedLoss, loss } = await take();
    expect(perturbedLoss).not.toBe(loss);
    expect(values(parameters)).toEqual(before);
  });

  test('leaves no tensor behind in a hundred steps', async () => {
    const { take, dispose } = problem(gnp({ r: 0.05, alpha: 0.8 }));
    await take();
    const { numTensors, numDataBuffers } = tf.memory();
    for (let index = 1; index < 100; index++) await take(index);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    dispose();
  });

  test('shares dropout masks between its passes, and not between steps', () => {
    const layer = new Dropout({ rate: 0.5, name: 'drop' });
    const w = tf.variable(tf.ones([64]));
    const masks: string[] = [];
    const lossFn = (pass: Pass) => {
      const dropped = layer.call(w, { training: true, ...pass });
      masks.push(Array.from(dropped.dataSync(), (value) => (value === 0 ? 0 : 1)).join(''));
      return tf.sum<tf.Scalar>(dropped);
    };
    for (const step of [0, 1]) {
      const { loss, gradients } = computeGradient(sam({ rho: 0.1 }), lossFn, [w], { step });
      tf.dispose([loss, gradients]);
    }
    expect(masks[0]).toContain('0');
    expect(masks[1]).toBe(masks[0]);
    expect(masks[3]).toBe(masks[2]);
    expect(masks[2]).not.toBe(masks[0]);
  });
});

test.each(['resnet8', 'resnet18'])(
  '%s has a gradient for every parameter on wasm, with the ImageNet stem too',
  async (name) => {
    await useBackend('wasm');
    const imageSize = name === 'resnet18' ? 96 : 16;
    const model = createModel(name, { classes: 4, imageSize, channels: 3 });
    const parameters = trainableVariables(model);
    const x = tf.randomNormal([2, imageSize, imageSize, 3], 0, 1, 'float32', 1);
    const before = tf.memory().numTensors;
    const { value, grads } = tf.variableGrads(
      () => tf.mean<tf.Scalar>(tf.square(model.apply(x, { training: true }) as tf.Tensor)),
      Object.values(parameters),
    );
    expect(Object.keys(grads)).toHaveLength(Object.keys(parameters).length);
    const sizes = Object.entries(grads).map(
      ([key, gradient]) => [key, tf.tidy(() => tf.max(tf.abs(gradient)).dataSync()[0])] as const,
    );
    expect(sizes.filter(([, size]) => !(size > 0 && size < Infinity))).toEqual([]);
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
    tf.disposeVariables();
  },
);
