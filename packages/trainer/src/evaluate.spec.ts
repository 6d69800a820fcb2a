import * as tf from '@tensorflow/tfjs';
import { evaluate, tensorBatches, TrainingDataError } from './index.js';
import { topErrorRateOf } from './top-error-rate.js';

beforeAll(() => tf.setBackend('cpu'));

/** A model that gives out what it gets, [classes]. */
const identity = (classes: number) =>
  tf.sequential({
    layers: [tf.layers.activation({ activation: 'linear', inputShape: [classes] })],
  });

/** Pseudo-random outputs of few values, so that many are equal. */
const outputsOf = (count: number, classes: number) =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: classes }, (_, j) => ((i * 7 + j * j * 3 + i * j) % 11) / 4),
  );
const labelsOf = (count: number, classes: number) =>
  Array.from({ length: count }, (_, i) => (i * 5 + 3) % classes);

/** The classes from the largest output to the smallest, the first of equals first: sorting is stable. */
const ranking = (outputs: readonly number[]) =>
  outputs.map((_, j) => j).sort((a, b) => outputs[b] - outputs[a]);

/** As batches of 4; of 22 examples the last has 2. */
const batches = (outputs: number[][], labels: tf.TensorLike) =>
  tensorBatches(
    { images: tf.tensor2d(outputs), labels: tf.tensor(labels) },
    { batchSize: 4, shuffle: false },
  );

describe.each([2, 5, 6, 13])('of %i classes', (classes) => {
  const [outputs, labels] = [outputsOf(22, classes), labelsOf(22, classes)];
  const ranks = outputs.map((row, i) => ranking(row).indexOf(labels[i]));
  const settings = { model: identity(classes), data: batches(outputs, labels) };

  test('errors are counted as a loop over sorted outputs counts them', async () => {
    const { errorRate, top5ErrorRate, count, confusion, predictions } = await evaluate(settings);
    expect(errorRate).toBe(ranks.filter((rank) => rank > 0).length / 22);
    const top5 = ranks.filter((rank) => rank >= 5).length / 22;
    expect(top5ErrorRate).toBe(classes > 5 ? top5 : undefined);
    expect(count).toBe(22);
    expect([confusion, predictions]).toEqual([undefined, undefined]);
  });

  test('the confusion matrix counts every example once, in the row of its class', async () => {
    const expected = new Int32Array(classes * classes);
    outputs.forEach((row, i) => expected[labels[i] * classes + ranking(row)[0]]++);
    const before = tf.memory().numTensors;
    const { confusion } = await evaluate({ ...settings, confusion: true });
    expect(tf.memory().numTensors).toBe(before);
    expect(confusion).toEqual(expected);
    const soft = labels.map((label) => Array.from({ length: classes }, (_, j) => +(j === label)));
    const data = batches(outputs, soft);
    const { loss: _, ...hard } = await evaluate({ ...settings, confusion: true });
    expect(await evaluate({ ...settings, data, confusion: true })).toMatchObject(hard);
  });

  test('predictions are the likeliest class of each example, in order, with its probability', async () => {
    const before = tf.memory().numTensors;
    const { predictions, confusion } = await evaluate({ ...settings, predictions: true });
    expect(tf.memory().numTensors).toBe(before);
    expect(confusion).toBeUndefined();
    expect(predictions?.labels).toEqual(Int32Array.from(labels));
    expect(predictions?.predicted).toEqual(Int32Array.from(outputs, (row) => ranking(row)[0]));
    outputs.forEach((row, i) => {
      const sum = row.reduce((total, value) => total + Math.exp(value), 0);
      expect(predictions?.probabilities[i]).toBeCloseTo(Math.exp(Math.max(...row)) / sum, 6);
    });
    const both = await evaluate({ ...settings, predictions: true, confusion: true });
    expect(both.predictions).toEqual(predictions);
    expect(both.confusion).toHaveLength(classes * classes);
  });
});

test('the top k are those of a stable sort, whatever k', () => {
  const [outputs, labels] = [outputsOf(40, 9), labelsOf(40, 9)];
  for (let k = 1; k <= 9; k++) {
    const wrong = outputs.filter((row, i) => ranking(row).indexOf(labels[i]) >= k).length;
    const rate = topErrorRateOf(tf.tensor2d(outputs), tf.tensor1d(labels, 'int32'), k);
    expect(Math.round(rate.dataSync()[0] * 40)).toBe(wrong);
  }
});

test.each([
  ['a right class that is NaN is wrong', [1, NaN, 0, 0, 0, 0, 0], 1, 1],
  ['one that others are NaN before is wrong', [NaN, NaN, NaN, NaN, NaN, 1, 0], 5, 1],
  ['infinities are as large as they look', [Infinity, 1, 1, 1, 1, 1, -Infinity], 0, 0],
  ['an infinity elsewhere changes nothing', [0, 0, 0, 0, 3, 0, Infinity], 4, 0],
  ['the smallest infinity comes last', [0, 0, 0, 0, 0, 0, -Infinity], 6, 1],
  ['of all that are equal the first five count', [2, 2, 2, 2, 2, 2, 2], 4, 0],
  ['of all that are equal the others do not', [2, 2, 2, 2, 2, 2, 2], 5, 1],
])('%s', (_, outputs, label, wrong) => {
  const rate = topErrorRateOf(tf.tensor2d([outputs]), tf.tensor1d([label], 'int32'), 5);
  expect(rate.dataSync()[0]).toBe(wrong);
});

test('labels beyond the classes are refused', async () => {
  const images = Float32Array.from({ length: 12 }, () => 0);
  const batch = { images, shape: [2, 6], labels: Int32Array.of(0, 6) };
  const data = { batchesPerEpoch: 1, epoch: () => [batch] };
  const evaluation = evaluate({ model: identity(6), data, confusion: true });
  await expect(evaluation).rejects.toThrow(TrainingDataError);
});
