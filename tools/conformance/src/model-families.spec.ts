import * as tf from '@tensorflow/tfjs';
import { kinds, reducedModel, reducedOptions } from './reduced-models.js';
import { createModel, listModels, trainableVariables } from '@gnp/models';
import type { ModelOptions } from '@gnp/models';

type LayersModel = tf.LayersModel;

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const images = ({ imageSize }: ModelOptions, batch = 3, seed = 3) =>
  tf.randomNormal([batch, imageSize as number, imageSize as number, 2], 0, 1, 'float32', seed);
const labels = () => tf.oneHot([0, 3, 1], 4);
const lossOf = (model: LayersModel, x: tf.Tensor, args: object = {}) =>
  tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(labels(), model.apply(x, args) as tf.Tensor);
/** Weights that begin at zero, or close to it, hide the rest of the network. */
const stir = (model: LayersModel) =>
  Object.values(trainableVariables(model)).forEach((v, i) =>
    v.assign(tf.tidy(() => tf.add(v, tf.randomNormal(v.shape, 0, 0.2, 'float32', i + 1)))),
  );
/** Gradients that are 0 by nature: softmax does not see what is added to a whole row. */
const mayBeZero = /key\/bias|before\/bias/;

describe.each(kinds)('%s, reduced', (name) => {
  const options = reducedOptions(name);

  test('has finite logits, a gradient for every parameter, and leaks nothing', () => {
    const model = reducedModel(name);
    stir(model);
    const x = images(options);
    const parameters = trainableVariables(model);
    const compute = () =>
      tf.tidy(() =>
        tf.variableGrads(
          () => lossOf(model, x, { training: true, seed: 1, batchStatistics: 'keep' }),
          Object.values(parameters),
        ),
      );
    const before = tf.memory().numTensors;
    const { value, grads } = compute();
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    expect(Object.keys(grads)).toHaveLength(Object.keys(parameters).length);
    const values = Object.entries(parameters).map(
      ([parameter, variable]) => [parameter, grads[variable.name].dataSync()] as const,
    );
    expect(values.filter(([, gradient]) => !gradient.every(Number.isFinite))).toEqual([]);
    const zero = values.filter(([, gradient]) => gradient.every((v) => v === 0));
    expect(zero.filter(([parameter]) => !mayBeZero.test(parameter))).toEqual([]);
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
    const logits = model.predict(x) as tf.Tensor;
    expect(logits.shape).toEqual([3, 4]);
    expect(logits.dataSync().every(Number.isFinite)).toBe(true);
  });

  test('comes back from JSON and weights, and prints a summary', async () => {
    const model = reducedModel(name);
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
    const [a, b] = [model, loaded].map((m) => (m.predict(images(options)) as tf.Tensor).dataSync());
    expect(Array.from(b)).toEqual(Array.from(a));
    const lines: string[] = [];
    model.summary(undefined, undefined, (line) => lines.push(line));
    expect(lines.join('\n')).toContain('classifier');
  });

  test('has about the loss of chance at the start', () => {
    const [loss] = lossOf(reducedModel(name), images(options)).dataSync();
    // the classifier of a vision transformer begins with zeros
    const tolerance = name.startsWith('vit') ? 5e-6 : 1;
    expect(Math.abs(loss - Math.log(4))).toBeLessThan(tolerance);
  });

  test('repeats a pass of the same seed, with the same weights for the same seed', () => {
    const x = images(options);
    const loss = (model: LayersModel, seed: number) =>
      lossOf(model, x, { training: true, seed, batchStatistics: 'keep' }).dataSync()[0];
    const [model, again] = [reducedModel(name), reducedModel(name)];
    expect(loss(model, 1)).toBe(loss(model, 1));
    expect(loss(again, 1)).toBe(loss(model, 1));
  });
});

describe('initial draws', () => {
  /** Of what both have in common at their beginning, at most 64 numbers. */
  const correlation = (a: number[], b: number[]) => {
    const length = Math.min(a.length, b.length, 64);
    const centred = [a, b].map((values) => {
      const mean = values.slice(0, length).reduce((sum, x) => sum + x, 0) / length;
      return values.slice(0, length).map((x) => x - mean);
    });
    const product = (x: number[], y: number[]) => x.reduce((sum, v, i) => sum + v * y[i], 0);
    const [x, y] = centred;
    return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
  };

  test.each(listModels().map(({ name }) => name))('of any two weights of %s differ', (name) => {
    const drawn = Object.entries(trainableVariables(reducedModel(name)))
      .map(([weight, v]) => ({ weight, shape: v.shape.join(), values: Array.from(v.dataSync()) }))
      .filter(({ values }) => values.some((value) => value !== values[0]));
    expect(drawn.length).toBeGreaterThan(5);
    const alike = drawn.flatMap((a, i) =>
      drawn
        .slice(i + 1)
        .filter((b) => {
          const same = a.shape === b.shape && a.values.every((value, j) => value === b.values[j]);
          const long = Math.min(a.values.length, b.values.length) >= 16;
          return same || (long && Math.abs(correlation(a.values, b.values)) > 0.95);
        })
        .map((b) => [a.weight, b.weight]),
    );
    expect(alike).toEqual([]);
  });
});

describe('options', () => {
  test.each([
    ['vit-ti16', { dropout: 0, attentionDropout: 0, stochasticDepth: 0.9 }],
    ['swin-tiny', { attentionDropout: 0, stochasticDepth: 0.9 }],
    ['cait-xxs12', { stochasticDepth: 0.9, depthMultiplier: 0.25 }],
    ['resnet18', { stochasticDepth: 0.9, depthMultiplier: 1 }],
    ['wideresnet-16-4', { dropout: 0.5 }],
    ['vgg16', { dropout: 0.5 }],
  ])('of chance change the passes of %s by their seed: %j', (name, options) => {
    const model = reducedModel(name, options);
    stir(model);
    const x = images(reducedOptions(name));
    const loss = (seed: number) =>
      lossOf(model, x, { training: true, seed, batchStatistics: 'keep' }).dataSync()[0];
    expect(new Set([1, 2, 3, 4].map(loss)).size).toBeGreaterThan(1);
    expect(loss(1)).toBe(loss(1));
  });

  test('zeroInitResidual makes residual blocks begin as their shortcuts', () => {
    const model = reducedModel('resnet18', { zeroInitResidual: true });
    const scales = Object.entries(trainableVariables(model)).filter(([key]) =>
      /block\d+\/norm2\/scale/.test(key),
    );
    expect(scales.length).toBeGreaterThan(0);
    for (const [, scale] of scales) expect(Array.from(scale.dataSync())).not.toContain(1);
  });

  test('extraSkips add stages and images to what follows, without parameters', () => {
    const [plain, skipping] = [false, true].map((extraSkips) =>
      reducedModel('wideresnet-16-4', { extraSkips }),
    );
    expect(skipping.countParams()).toBe(plain.countParams());
    expect(skipping.layers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['stage1/skip/add', 'stage3/skip/add', 'skip/add']),
    );
    const x = images(reducedOptions('wideresnet-16-4'));
    const [a, b] = [plain, skipping].map((m) => (m.predict(x) as tf.Tensor).dataSync()[0]);
    expect(a).not.toBeCloseTo(b, 3);
  });

  test('patchSize, windowSize and the multipliers shape the network', () => {
    const model = createModel('swin-tiny', {
      ...{
        imageSize: 16,
        patchSize: 1,
        windowSize: 2,
        widthMultiplier: 0.03,
        depthMultiplier: 0.5,
      },
    });
    expect(model.getLayer('stage1/block1/attention').getConfig()).toMatchObject({
      ...{ height: 16, width: 16, window: 2 },
    });
    expect(
      model.layers.filter(({ name }) => name.startsWith('stage3/block')).length,
    ).toBeGreaterThan(0);
    const vit = createModel('vit-ti16', {
      patchSize: 8,
      depthMultiplier: 0.25,
      widthMultiplier: 0.1,
    });
    expect(vit.getLayer('tokens').outputShape).toEqual([null, 16, 18]);
    expect(vit.layers.some(({ name }) => name.startsWith('block4'))).toBe(false);
  });

  test.each(kinds)(
    'blank leaves the kernels of %s at 0, draws nothing and keeps its shape',
    (name) => {
      const [drawn, blank] = [false, true].map((blank) =>
        trainableVariables(reducedModel(name, { blank })),
      );
      const shapes = (variables: typeof blank) =>
        Object.entries(variables).map(([key, { shape }]) => [key, shape]);
      expect(shapes(blank)).toEqual(shapes(drawn));
      const kernels = Object.keys(blank).filter((key) => key.endsWith('kernel'));
      expect(kernels.length).toBeGreaterThan(5);
      for (const [key, variable] of Object.entries(blank)) {
        const values = [...new Set(variable.dataSync())];
        expect([key, values]).toEqual([key, key.endsWith('kernel') ? [0] : [values[0]]]);
      }
    },
  );

  test("reference follows the number of classes, as the papers' code does", () => {
    const strides = (options: ModelOptions) =>
      createModel('resnet18', { widthMultiplier: 0.05, depthMultiplier: 0.5, ...options })
        .getLayer('stem/conv')
        .getConfig().kernelSize;
    expect(strides({ imageSize: 32, classes: 1000 })).toBe(3);
    expect(strides({ imageSize: 32, classes: 1000, reference: true })).toBe(7);
    expect(strides({ imageSize: 96, classes: 10 })).toBe(7);
    expect(strides({ imageSize: 96, classes: 10, reference: true })).toBe(3);
  });

  test.each<[string, ModelOptions, string]>([
    [
      'vgg16',
      { imageSize: 16 },
      'vgg16 halves images 5 times, so they need at least 32×32 pixels, got 16×16.',
    ],
    ['vit-ti16', { imageSize: 10 }, 'patches of 4×4 pixels, which do not cover 10×10 evenly'],
    ['swin-tiny', { imageSize: 8 }, '1×1 has no half'],
    [
      'swin-tiny-224',
      { imageSize: 96 },
      'windows of 7×7 tokens, which do not cover a map of 24×24',
    ],
    [
      'vgg16',
      { stochasticDepth: 0.1 },
      "vgg16 has no option 'stochasticDepth'. Known are dropout, widthMultiplier, classes, ",
    ],
    [
      'resnet18',
      { stochasticDepth: 1 },
      'stochasticDepth must be a finite number of at least 0 and below 1, got 1.',
    ],
    ['vit-ti16', { patchSize: 2.5 }, 'patchSize must be a whole number of at least 1, got 2.5.'],
    ['resnet18', { widthMultiplier: 0 }, 'widthMultiplier must be a finite number above 0, got 0.'],
    ['resnet18', { reference: 1 }, 'reference must be true or false, got 1.'],
  ])('that cannot be are refused: %s %j', (name, options, message) => {
    expect(() => createModel(name, options)).toThrow(message);
  });
});

describe('activations at the start', () => {
  /** Mean and variance behind each stage, in evaluation as in training. */
  const statistics = (name: string, marks: RegExp) => {
    const model = reducedModel(name);
    const outputs = model.layers
      .filter((layer) => marks.test(layer.name))
      .map(({ output }) => output);
    const probe = tf.model({ inputs: model.inputs, outputs: outputs as tf.SymbolicTensor[] });
    const args = { training: true, batchStatistics: 'keep', seed: 1 };
    const values = [probe.apply(images(reducedOptions(name), 8), args)].flat() as tf.Tensor[];
    return values.map((value) => {
      const { mean, variance } = tf.moments(value);
      return { mean: mean.dataSync()[0], variance: variance.dataSync()[0] };
    });
  };

  test.each([
    ['resnet18', /^stage\d\/block\d+\/add$/],
    ['wideresnet-16-4', /^stage\d\/block\d+\/add$/],
    ['pyramidnet-164-48', /^stage\d\/block\d+\/add$/],
    ['wideresnet-2-96-shakeshake', /^stage\d\/block\d+\/add$/],
    ['vgg16bn', /^stage\d\/pool$/],
    ['vit-ti16', /^(block\d+\/add2|norm)$/],
    ['swin-tiny', /^(stage\d\/block\d+\/add2|norm)$/],
    ['cait-xxs12', /^block\d+\/add2$/],
  ])('neither vanish nor explode: %s', (name, marks) => {
    const stages = statistics(name, marks);
    expect(stages.length).toBeGreaterThan(1);
    for (const { mean, variance } of stages) {
      expect(Math.abs(mean)).toBeLessThan(3);
      expect(variance).toBeGreaterThan(1e-3);
      expect(variance).toBeLessThan(30);
    }
  });
});
