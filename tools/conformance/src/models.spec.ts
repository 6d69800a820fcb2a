import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { listModels, trainableVariables } from '@gnp/models';
import * as ops from '@gnp/ops';
import { reducedModel, reducedOptions } from './reduced-models.js';
import { testedBackends } from './tested-backends.js';

/** Logits, loss and gradients of a training pass of a model whose weights are all stirred. */
function pass(name: string) {
  const { imageSize: size } = reducedOptions(name) as { imageSize: number };
  const model = reducedModel(name);
  const parameters = trainableVariables(model);
  tf.tidy(() => {
    for (const [i, v] of Object.values(parameters).entries()) {
      v.assign(tf.add(v, tf.randomNormal(v.shape, 0, 0.1, 'float32', i + 1)));
    }
  });
  const x = tf.randomNormal([3, size, size, 2], 0, 1, 'float32', 3);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d([0, 3, 1], 'int32'), 4), 'float32'));
  const args = { training: true, seed: 1, batchStatistics: 'keep' };
  const { value, grads } = tf.variableGrads(
    () =>
      tf.mean(
        ops.softmaxCrossEntropy(model.apply(x, args) as tf.Tensor2D, y as tf.Tensor2D),
      ) as tf.Scalar,
    Object.values(parameters),
  );
  const logits = model.predict(x) as tf.Tensor;
  const result = {
    shape: logits.shape,
    logits: Array.from(logits.dataSync()),
    loss: value.dataSync()[0],
    gradients: Object.values(parameters).flatMap((v) => Array.from(grads[v.name].dataSync())),
  };
  model.dispose();
  tf.dispose([x, y, value, grads, logits]);
  return result;
}

const norm = (v: number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
const difference = (a: number[], b: number[]) =>
  norm(a.map((v, i) => v - b[i])) / Math.max(1e-3, norm(b));

const [first, ...others] = testedBackends;
const patient = new Set(['vgg16bn', 'swin-tiny']);

test.each(listModels().map(({ name }) => name))(
  '%s, reduced, is the same on all backends, and leaks nothing',
  async (name) => {
    // images of 32 pixels and more try the plain backend's patience: one of each such family is enough
    const isSmall = (reducedOptions(name).imageSize as number) < 32;
    const backends = isSmall || patient.has(name) ? [first, ...others] : others;
    const results: ReturnType<typeof pass>[] = [];
    for (const backend of backends) {
      await useBackend(backend);
      const before = tf.memory().numTensors;
      results.push(pass(name));
      expect(tf.memory().numTensors).toBe(before);
    }
    const [expected, ...rest] = results;
    expect(expected.shape).toEqual([3, 4]);
    for (const actual of [expected, ...rest]) {
      expect([...actual.logits, ...actual.gradients].every(Number.isFinite)).toBe(true);
      expect(difference(actual.logits, expected.logits)).toBeLessThan(1e-4);
      expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-4 * Math.max(1, expected.loss));
      expect(difference(actual.gradients, expected.gradients)).toBeLessThan(2e-3);
    }
  },
);
