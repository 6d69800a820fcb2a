import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { listModels, trainableVariables } from '@gnp/models';
import * as ops from '@gnp/ops';
import { reducedModel, reducedOptions } from './reduced-models.js';
import { testedBackends } from './tested-backends.js';

/** Logits, loss and gradients of a training pass of a model whose weights are all stirred. */
function pass(name: string, scale = 1) {
  const { imageSize: size } = reducedOptions(name) as { imageSize: number };
  const model = reducedModel(name);
  const parameters = trainableVariables(model);
  tf.tidy(() => {
    for (const [i, v] of Object.values(parameters).entries()) {
      v.assign(tf.add(v, tf.randomNormal(v.shape, 0, 0.1, 'float32', i + 1)));
    }
  });
  const x = tf.tidy(() => tf.mul(tf.randomNormal([3, size, size, 2], 0, 1, 'float32', 3), scale));
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d([0, 3, 1], 'int32'), 4), 'float32'));
  const args = { training: true, seed: 1, batchStatistics: 'keep' };
  const { value, grads } = tf.variableGrads(
    () =>
      tf.mean<tf.Scalar>(
        ops.softmaxCrossEntropy(model.apply(x, args) as tf.Tensor2D, y as tf.Tensor2D),
      ),
    Object.values(parameters),
  );
  const logits = model.predict(x) as tf.Tensor;
  const result = {
    backend: tf.getBackend(),
    shape: logits.shape,
    logits: Array.from(logits.dataSync()),
    loss: value.dataSync()[0],
    gradients: Object.entries(parameters).map(([parameter, v]) => ({
      parameter,
      values: Array.from(grads[v.name].dataSync()),
    })),
  };
  model.dispose();
  tf.dispose([x, y, value, grads, logits]);
  return result;
}

/** Where a number lies within rounding of a ReLU's kink, and falls on its other side: models by backend. */
const atKink: Readonly<Record<string, readonly string[]>> = { tensorflow: ['resnet200'] };

/** What their images are multiplied by then: very close by the same numbers come out. */
const closeBy = [1 + 3e-7, 1 - 1e-6, 1 + 2e-6, 1 - 3e-6];

const norm = (v: number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
const distance = (a: number[], b: number[]) => norm(a.map((v, i) => v - b[i]));

test.each(listModels().map(({ name }) => name))(
  '%s, reduced, is the same on all backends, and leaks nothing',
  async (name) => {
    const results: ReturnType<typeof pass>[] = [];
    for (const backend of testedBackends) {
      await useBackend(backend);
      const before = tf.memory().numTensors;
      results.push(pass(name));
      expect(tf.memory().numTensors).toBe(before);
    }
    const [expected, ...others] = results;
    // on one backend alone nothing would be compared
    expect(new Set(results.map(({ backend }) => backend)).size).toBeGreaterThan(1);
    expect(expected.shape).toEqual([3, 4]);
    expect(expected.logits.every(Number.isFinite)).toBe(true);
    const whole = norm(expected.gradients.map(({ values }) => norm(values)));
    expect(whole).toBeGreaterThan(1e-3);
    for (const { backend, logits, loss, gradients } of others) {
      expect(distance(logits, expected.logits)).toBeLessThan(1e-5 * norm(expected.logits));
      expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-4 * expected.loss);
      const wrongOf = (found: typeof gradients) =>
        found.flatMap(({ parameter, values }, i) => {
          const right = expected.gradients[i].values;
          // what is 0 by nature is rounding alone, so that it is measured by the whole
          return distance(values, right) < 1e-3 * norm(right) + 1e-5 * whole ? [] : [parameter];
        });
      let wrong = wrongOf(gradients);
      for (const scale of atKink[backend]?.includes(name) ? closeBy : []) {
        if (wrong.length === 0) break;
        await useBackend(backend);
        wrong = wrongOf(pass(name, scale).gradients);
      }
      expect(wrong).toEqual([]);
    }
  },
);
