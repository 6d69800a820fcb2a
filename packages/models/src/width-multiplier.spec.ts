import * as tf from '@tensorflow/tfjs';
import { createModel, listModels, trainableVariables } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** Weights whose last axis counts classes or heads, not channels. */
const fixed = /^classifier\/|relative-positions$|\/attention\/(before|after)\//;

const models: [name: string, imageSize: number][] = [
  ...listModels().flatMap(({ name, imageSize, options }): [string, number][] =>
    'widthMultiplier' in options ? [[name, imageSize]] : [],
  ),
  ['resnet18', 96],
  ['resnet50', 96],
];

test.each(models)('widthMultiplier scales every width of %s on %i pixels', (name, imageSize) => {
  const { options } = listModels(name)[0];
  const depth = 'depthMultiplier' in options ? { depthMultiplier: 0.1 } : {};
  const [half, whole] = [0.25, 0.5].map((widthMultiplier) => {
    const model = createModel(name, { imageSize, blank: true, widthMultiplier, ...depth });
    return Object.entries(trainableVariables(model)).map(([weight, { shape }]) => ({
      weight,
      channels: shape.at(-1)!,
    }));
  });
  expect(whole.map(({ weight }) => weight)).toEqual(half.map(({ weight }) => weight));
  // a width is rounded, and that of a bottleneck is four times a rounded one
  const unscaled = whole.filter(
    ({ weight, channels }, i) =>
      Math.abs(channels - (fixed.test(weight) ? 1 : 2) * half[i].channels) > 4,
  );
  expect(unscaled).toEqual([]);
});
