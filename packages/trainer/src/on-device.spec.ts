import * as tf from '@tensorflow/tfjs';
import { onDevice } from './on-device.js';
import type { BatchSettings } from './on-device.js';
import type { Batch } from './batch.js';
import { normalizer, TrainingDataError } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const settings: BatchSettings = { inputShape: [null, 2, 2, 1], classes: 3 };
const images = Uint8Array.of(0, 51, 102, 255, 0, 0, 0, 0);
const shape = [2, 2, 2, 1];
const labels = Int32Array.of(2, 0);
const float = (...shape: number[]) => tf.zeros(shape);

test('bytes become float32, normalised if asked to', () => {
  const { images: plain, size } = onDevice({ images, shape, labels }, settings);
  expect([plain.dtype, size]).toEqual(['float32', 2]);
  expect(Array.from(plain.dataSync()).slice(0, 4)).toEqual([0, 51, 102, 255]);
  const preprocess = normalizer({ mean: [0.2], std: [0.5] });
  const done = onDevice({ images, shape, labels }, { ...settings, preprocess });
  const values = [0, 51, 102, 255].map((byte) => (byte / 255 - 0.2) / 0.5);
  values.forEach((value, i) => expect(done.images.dataSync()[i]).toBeCloseTo(value, 6));
});

test('weights of examples and of classes multiply', () => {
  const weights = Float32Array.of(2, 3);
  const classWeights = [10, 20, 30];
  const both = onDevice({ images, shape, labels, weights }, { ...settings, classWeights });
  expect(Array.from(both.weights!.dataSync())).toEqual([60, 30]);
  const shares = Float32Array.of(0.5, 0.5, 0, 0, 0, 1);
  const soft = onDevice({ images, shape, labels: shares }, { ...settings, classWeights });
  expect(Array.from(soft.weights!.dataSync())).toEqual([15, 30]);
  expect(onDevice({ images, shape, labels }, settings).weights).toBeUndefined();
});

test('tensors of the batch are freed, and nothing else is left', () => {
  const before = tf.memory().numTensors;
  const batch = { images: float(2, 2, 2, 1), labels: tf.tensor1d([1, 2]), weights: tf.ones([2]) };
  const { size: _, ...made } = onDevice(batch as Batch, settings);
  expect(batch.images.isDisposed && batch.labels.isDisposed).toBe(true);
  expect(made.labels.dtype).toBe('int32');
  tf.dispose(made);
  expect(tf.memory().numTensors).toBe(before);
});

const disposed = () => {
  const x = float(2, 2, 2, 1);
  x.dispose();
  return x;
};

test.each<[string, () => unknown, string]>([
  ['images', () => ({ labels, shape }), 'its images are neither a tensor nor a Uint8Array'],
  ['a shape', () => ({ images, labels }), "8 numbers, but their shape is missing; give 'shape'"],
  [
    'the right shape',
    () => ({ images, labels, shape: [2, 2, 2] }),
    'the shape [2, 2, 2]; the model takes [any, 2, 2, 1]',
  ],
  [
    'as many numbers',
    () => ({ images, labels, shape: [3, 2, 2, 1] }),
    '8 numbers, but their shape is [3, 2, 2, 1]',
  ],
  ['the right size', () => ({ images: float(2, 3, 2, 1), labels }), 'have the shape [2, 3, 2, 1]'],
  ['any images', () => ({ images: float(0, 2, 2, 1), labels }), 'it has no images'],
  ['living tensors', () => ({ images: disposed(), labels }), 'a tensor of it has been disposed'],
  ['labels', () => ({ images, shape }), 'its labels are neither a tensor'],
  [
    'as many labels',
    () => ({ images, shape, labels: Int32Array.of(1) }),
    'labels are 1 classes for 2 images',
  ],
  [
    'labels of the model',
    () => ({ images, shape, labels: Int32Array.of(1, 3) }),
    'a label is 3; the model has 3 classes, 0 to 2',
  ],
  ['labels from 0 on', () => ({ images, shape, labels: Int32Array.of(1, -1) }), 'a label is -1'],
  [
    'labels of that shape',
    () => ({ images, shape, labels: float(2, 2) }),
    'labels have the shape [2, 2]; expected [2], the class',
  ],
  [
    'shares of all classes',
    () => ({ images, shape, labels: new Float32Array(4) }),
    '4 shares for 2 images of 3 classes',
  ],
  [
    'as many weights',
    () => ({ images, shape, labels, weights: Float32Array.of(1) }),
    '1 weights for 2 images',
  ],
  [
    'weights from 0 on',
    () => ({ images, shape, labels, weights: Float32Array.of(1, NaN) }),
    'a weight is NaN',
  ],
])('a batch without %s says so, and leaks nothing', (_, make, message) => {
  const batch = make() as Batch;
  const given = [batch.images, batch.labels].filter((x) => x instanceof tf.Tensor && !x.isDisposed);
  const before = tf.memory().numTensors - given.length;
  const put = () => onDevice(batch, settings, 'Batch 3 of epoch 2');
  expect(put).toThrow(TrainingDataError);
  expect(tf.memory().numTensors).toBe(before);
  const again = () => onDevice(make() as Batch, settings, 'Batch 3 of epoch 2');
  expect(again).toThrow(`Batch 3 of epoch 2 cannot be used: `);
  expect(again).toThrow(message);
});
