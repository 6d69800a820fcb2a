import * as tf from '@tensorflow/tfjs';
import { computeGradient, gnp, plain } from '@gnp/core';
import { createModel, trainableVariables } from '@gnp/models';
import { applyUpdates, sgd } from '@gnp/optim';
import { network, circle } from '../testing/problem.js';
import { l2, trainStep } from './index.js';
import type { Batch } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const batch = (): Batch => {
  const { points, labels } = circle();
  const images = Float32Array.from(points.flat());
  return { images, shape: [22, 2], labels: Int32Array.from(labels) };
};
const valuesOf = (variables: { [name: string]: tf.Tensor }) =>
  Object.values(variables).map((x) => Array.from(x.dataSync()));

test('is the gradient of the mean loss and the penalty by the rule, applied by the optimizer', async () => {
  const [rule, rate, coefficient] = [gnp({ r: 0.1, alpha: 0.8 }), 0.5, 0.01];
  const [model, other] = [network(), network()];
  const step = trainStep({
    model,
    rule,
    optimizer: sgd({ learningRate: rate, momentum: 0 }),
    weightPenalty: l2(coefficient),
    classWeights: [1, 3],
  });
  let state = step.firstState();

  const { points, labels } = circle();
  const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), 2);
  const weights = tf.tensor1d(labels.map((label) => (label ? 3 : 1)));
  const parameters = trainableVariables(other);
  const dataLoss = () =>
    tf.neg(
      tf.mean(
        tf.mul(
          weights,
          tf.sum(
            tf.mul(targets, tf.logSoftmax(other.apply(tf.tensor2d(points)) as tf.Tensor2D)),
            1,
          ),
        ),
      ),
    );
  const penalty = () =>
    tf.mul(tf.addN(Object.values(parameters).map((x) => tf.sum(tf.square(x)))), coefficient / 2);
  const optimizer = sgd({ learningRate: rate, momentum: 0 });
  for (let i = 0; i < 3; i++) {
    const [expectedLoss, expectedPenalty] = tf.tidy(() =>
      [dataLoss(), penalty()].map((x) => x.dataSync()[0]),
    );
    const result = computeGradient(
      rule,
      () => tf.tidy(() => tf.add<tf.Scalar>(dataLoss(), penalty())),
      parameters,
      { step: i },
    );
    applyUpdates(optimizer, parameters, result.gradients, {}, i);
    const taken = step.take(batch(), state, { step: i, measure: true });
    const numbers = await taken.numbers();
    state = taken.state;
    expect(numbers.loss).toBeCloseTo(expectedLoss, 5);
    expect(numbers.penalty).toBeCloseTo(expectedPenalty, 6);
    expect(numbers.updateNorm).toBeGreaterThan(0);
    expect([taken.size, taken.passes, taken.hyperparameters]).toEqual([
      22,
      2,
      { r: 0.1, alpha: 0.8 },
    ]);
  }
  const [ours, plainLoops] = [valuesOf(step.parameters), valuesOf(parameters)];
  ours.flat().forEach((value, i) => expect(value).toBeCloseTo(plainLoops.flat()[i], 5));
});

test.each(['take', 'takeAsync'] as const)('%s frees its batch when it fails', async (name) => {
  const model = createModel('resnet8', { imageSize: 8, channels: 1, widthMultiplier: 0.25 });
  const preprocess = (images: tf.Tensor) => tf.fill(images.shape, NaN);
  const step = trainStep({
    model,
    rule: plain(),
    optimizer: sgd({ learningRate: 0.1 }),
    preprocess,
  });
  const state = step.firstState();
  const given = { images: new Uint8Array(128), shape: [2, 8, 8, 1], labels: Int32Array.of(1, 2) };
  const before = tf.memory().numTensors;
  const taken = async () => step[name](given, state, { step: 3 });
  await expect(taken()).rejects.toThrow('The loss of pass 0 at step 3 is not finite');
  expect(tf.memory().numTensors).toBe(before);
});

test.each<[string, () => tf.LayersModel, string]>([
  [
    'a dense layer with softmax',
    () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ inputShape: [2], units: 2, activation: 'softmax', name: 'last' }),
        ],
      }),
    "ends in softmax (layer 'last'), but the loss takes logits",
  ],
  [
    'a softmax layer',
    () =>
      tf.sequential({
        layers: [tf.layers.dense({ inputShape: [2], units: 2 }), tf.layers.softmax()],
      }),
    'ends in softmax',
  ],
  [
    'images',
    () => tf.sequential({ layers: [tf.layers.reLU({ inputShape: [4, 4, 1] })] }),
    'it has 1 inputs and the outputs [any, 4, 4, 1]',
  ],
  ['nothing yet', () => tf.sequential(), 'it has 0 inputs and the outputs none: is it built?'],
])('a model that ends in %s is refused', (_, make, message) => {
  const rest = { rule: plain(), optimizer: sgd({ learningRate: 0.1 }) };
  expect(() => trainStep({ model: make(), ...rest })).toThrow(message);
});

test('a loss of one’s own may take probabilities', async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [2], units: 2, activation: 'softmax' })],
  });
  const loss = (outputs: tf.Tensor2D, labels: tf.Tensor) =>
    tf.tidy(() => tf.sum<tf.Tensor1D>(tf.square(tf.sub(outputs, tf.oneHot(labels, 2))), 1));
  const step = trainStep({ model, loss, rule: plain(), optimizer: sgd({ learningRate: 1 }) });
  let state = step.firstState();
  const losses: number[] = [];
  for (let i = 0; i < 30; i++) {
    const taken = step.take(batch(), state, { step: i });
    ({ state } = taken);
    losses.push((await taken.numbers()).loss);
  }
  expect(losses.at(-1)).toBeLessThan(losses[0]);
});
