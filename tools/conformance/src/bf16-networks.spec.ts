import * as tf from '@tensorflow/tfjs';
import { findOnednn } from '@gnp/backend-onednn';
import { useBackend } from '@gnp/backends';
import { createModel, trainableVariables } from '@gnp/models';
import * as ops from '@gnp/ops';
import { kinds, reducedOptions } from './reduced-models.js';

const { cpuFeatures } = findOnednn();
const describeBf16 = ['amx', 'avx512-bf16'].some((name) => cpuFeatures.includes(name))
  ? describe
  : describe.skip;

// enough images that norms of one pixel each stand on more than a few numbers
const [batch, side] = [48, 32];

/** Of the width: wide enough that products are computed in bf16, which small ones are not. */
const widthMultiplier = 0.25;

/** Loss and whole gradient of a network as training starts. */
function pass(name: string): { loss: number; gradient: Float32Array } {
  const reduced = reducedOptions(name);
  const size = Math.max(side, reduced.imageSize);
  const width = 'widthMultiplier' in reduced ? { widthMultiplier } : {};
  const images = { imageSize: size, channels: 3, classes: 10 };
  const model = createModel(name, { ...reduced, ...width, ...images });
  const parameters = trainableVariables(model);
  const result = tf.tidy(() => {
    const x = tf.randomNormal([batch, size, size, 3], 0, 1, 'float32', 3);
    const labels = Array.from({ length: batch }, (_, i) => i % 10);
    const y = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 10), 'float32') as tf.Tensor2D;
    const args = { training: true, seed: 1, batchStatistics: 'keep' };
    const { value, grads } = tf.variableGrads(
      () => tf.mean<tf.Scalar>(ops.softmaxCrossEntropy(model.apply(x, args) as tf.Tensor2D, y)),
      Object.values(parameters),
    );
    const parts = Object.values(parameters).map((v) => tf.reshape(grads[v.name], [-1]));
    const gradient = tf.concat(parts).dataSync<'float32'>();
    return { loss: value.dataSync()[0], gradient };
  });
  model.dispose();
  return result;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * Of the two gradients. Thirteen layers of batch norm and ReLU without a branch around them are sensitive: noise of
 * 2⁻⁸, as much as bf16 rounds by, in the images alone brings the cosine of vgg16bn in f32 to 0.955.
 */
const leastCosine: Readonly<Record<string, number>> = { vgg16bn: 0.85 };

describeBf16('in bf16', () => {
  test.each(kinds)('the loss and gradient of %s are near those in f32', async (name) => {
    await useBackend('onednn', { precision: 'f32' });
    const exact = pass(name);
    await useBackend('onednn', { precision: 'bf16' });
    const rounded = pass(name);
    await useBackend('onednn', { precision: 'f32' });
    const [a, b] = [exact.gradient, rounded.gradient];
    const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    const norms = Math.sqrt(dot(b, b) / dot(a, a));
    expect(a.some((x, i) => x !== b[i])).toBe(true);
    expect(Math.abs(rounded.loss / exact.loss - 1)).toBeLessThan(0.01);
    expect(cosine).toBeGreaterThan(leastCosine[name] ?? 0.95);
    expect(Math.abs(norms - 1)).toBeLessThan(0.02);
  });
});
