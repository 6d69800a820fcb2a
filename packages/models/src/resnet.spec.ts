import * as tf from '@tensorflow/tfjs';
import { buildResnet, resnets } from './families/resnet.js';
import { basicBlock, bottleneckBlock } from './families/residual-blocks.js';
import { allVariables, createModel, trainableVariables } from './index.js';
import { resolveModelOptions } from './task-options.js';
import type { TaskOptions } from './task-options.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const images = (shape: [number, number, number, number]) =>
  tf.randomNormal(shape, 0, 1, 'float32', 3);

/** The large ResNets at a width and depth that the cpu backend can follow. */
const narrow = (block: typeof basicBlock) => (given: TaskOptions) => {
  const variant = { block, blocks: [1, 2], filters: 3 };
  const { options } = resnets.resnet18;
  return buildResnet('narrow', variant, resolveModelOptions('narrow', options, 32, given));
};

describe.each([
  ['resnet8', (options: TaskOptions) => createModel('resnet8', options), [8, 8], 1],
  ['resnet8', (options: TaskOptions) => createModel('resnet8', options), [7, 5], 3],
  ['basic blocks', narrow(basicBlock), [9, 9], 2],
  ['bottleneck blocks', narrow(bottleneckBlock), [8, 8], 3],
] as const)('%s on images', (_, build, imageSize, channels) => {
  test('gives finite logits and a gradient for every parameter, and leaks nothing', () => {
    const model = build({ classes: 4, imageSize, channels, seed: 1 });
    const x = images([3, ...imageSize, channels]);
    const labels = tf.oneHot([0, 3, 1], 4);
    const parameters = trainableVariables(model);
    const step = () =>
      tf.variableGrads(
        () =>
          tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true }) as tf.Tensor),
        Object.values(parameters),
      );
    const before = tf.memory().numTensors;
    const { value, grads } = step();
    expect(Object.keys(grads)).toHaveLength(Object.keys(parameters).length);
    for (const gradient of Object.values(grads)) {
      expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
    }
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
    const logits = model.predict(x) as tf.Tensor;
    expect(logits.shape).toEqual([3, 4]);
    tf.dispose([logits, x, labels]);
  });
});

test('the same seed gives the same weights, another seed others', () => {
  const kernel = (seed: number) => {
    const model = createModel('resnet8', { seed });
    return Array.from(allVariables(model)['stage2/block1/conv1/kernel'].dataSync());
  };
  expect(kernel(1)).toEqual(kernel(1));
  expect(kernel(1)).not.toEqual(kernel(2));
});

test('kernels start with variance 2 / (kernelSize² · filters)', () => {
  const model = createModel('resnet8', { imageSize: 8 });
  const kernel = allVariables(model)['stage3/block1/conv2/kernel'];
  const { mean, variance } = tf.moments(kernel);
  // 36,864 draws: four standard deviations of their mean and of their variance
  const expected = 2 / (9 * 64);
  expect(Math.abs(mean.dataSync()[0])).toBeLessThan(4 * Math.sqrt(expected / kernel.size));
  expect(Math.abs(variance.dataSync()[0] / expected - 1)).toBeLessThan(
    4 * Math.sqrt(2 / kernel.size),
  );
});

test('variables have the same names in every model', () => {
  const names = () => Object.keys(allVariables(createModel('resnet8')));
  expect(names()).toEqual(names());
  expect(names()).toContain('stage3/block1/shortcut/norm/variance');
  expect(Object.keys(trainableVariables(createModel('resnet8')))).not.toContain('stem/norm/mean');
});

test('a model survives saving and loading', async () => {
  const model = createModel('resnet8', { imageSize: 8, channels: 1, seed: 5 });
  const x = images([2, 8, 8, 1]);
  model.apply(x, { training: true });
  const expected = Array.from((model.predict(x) as tf.Tensor).dataSync());
  const saved: tf.io.ModelArtifacts[] = [];
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved.push(artifacts);
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved[0]));
  expect(Array.from((loaded.predict(x) as tf.Tensor).dataSync())).toEqual(expected);
});
