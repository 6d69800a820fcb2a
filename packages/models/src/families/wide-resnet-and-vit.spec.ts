import * as tf from '@tensorflow/tfjs';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { trainableVariables } from '../index.js';
import { resolveModelOptions } from '../model-options.js';
import type { ModelOptions } from '../model-options.js';
import { buildVit } from './vit.js';
import { buildWideResnet } from './wide-resnet.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const options: ModelOptions = { classes: 4, imageSize: 8, channels: 2, seed: 1 };
const families: [string, (options: ModelOptions) => LayersModel][] = [
  ['WideResNet', (o) => buildWideResnet({ depth: 10, width: 1 }, resolveModelOptions(o, 32))],
  ['ViT', (o) => buildVit('vit', { width: 6, depth: 2, heads: 3 }, resolveModelOptions(o, 32))],
];
const images = (seed = 3) => tf.randomNormal([3, 8, 8, 2], 0, 1, 'float32', seed);
const labels = () => tf.oneHot([0, 3, 1], 4);
const lossOf = (model: LayersModel, args: object = {}) =>
  tf.losses.softmaxCrossEntropy(labels(), model.apply(images(), args) as tf.Tensor) as tf.Scalar;
/** A classifier that starts at zero hides the rest of the network. */
const stir = (model: LayersModel) =>
  Object.values(trainableVariables(model)).forEach((v, i) =>
    v.assign(tf.tidy(() => tf.add(v, tf.randomNormal(v.shape, 0, 0.2, 'float32', i + 1)))),
  );

describe.each(families)('%s', (name, build) => {
  test('has a gradient for every parameter and leaks nothing', () => {
    const model = build(options);
    stir(model);
    const parameters = trainableVariables(model);
    const before = tf.memory().numTensors;
    const { value, grads } = tf.tidy(() =>
      tf.variableGrads(() => lossOf(model, { training: true, seed: 1 }), Object.values(parameters)),
    );
    expect(Object.keys(grads)).toHaveLength(Object.keys(parameters).length);
    for (const [key, gradient] of Object.entries(grads)) {
      const values = gradient.dataSync();
      expect(values.every(Number.isFinite)).toBe(true);
      // the gradient of the keys' bias is 0: softmax does not see what is added to a whole row
      if (!key.includes('key/bias')) expect(values.some((v) => v !== 0)).toBe(true);
    }
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('comes back from JSON and weights', async () => {
    const model = build(options);
    stir(model);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
        });
      }),
    );
    const modelTopology = JSON.parse(JSON.stringify(saved!.modelTopology)) as object;
    const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...saved!, modelTopology }));
    const [a, b] = [model, loaded].map((m) => (m.predict(images()) as tf.Tensor).dataSync());
    expect(Array.from(b)).toEqual(Array.from(a));
  });

  test('has the loss of its classifier at the start', () => {
    const [loss] = lossOf(build(options)).dataSync();
    if (name === 'ViT') expect(loss).toBeCloseTo(Math.log(4), 5);
    else expect(Math.abs(loss - Math.log(4))).toBeLessThan(0.5);
  });
});

test('passes of one seed share all masks, of another they do not', () => {
  const model = families[1][1](options);
  stir(model);
  const loss = (seed: number) => lossOf(model, { training: true, seed }).dataSync()[0];
  expect(loss(1)).toBe(loss(1));
  expect(loss(2)).not.toBe(loss(1));
});

test('images that patches do not cover are refused', () => {
  expect(() => families[1][1]({ ...options, imageSize: 10 })).toThrow(
    'patches of 4×4 pixels, which do not cover 10×10 evenly',
  );
});
