import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import {
  countOperations,
  countParameters,
  createModel,
  listModels,
  modelFigures,
} from './index.js';
import { registerModel } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const measure = (name: string): [number, number] => {
  const model = createModel(name, { blank: true });
  const figures: [number, number] = [countParameters(model), countOperations(model)];
  model.dispose();
  return figures;
};

if (process.env.UPDATE_FIGURES) {
  test('writes the figures of all models', () => {
    const lines = listModels().map(({ name }) => `  '${name}': [${measure(name).join(', ')}],\n`);
    const file = new URL('known-figures.ts', import.meta.url);
    const head =
      '/** Parameters and operations by model; written by figures.spec.ts with UPDATE_FIGURES=1. */\n' +
      'export const knownFigures: Readonly<Record<string, readonly [number, number]>> = {\n';
    writeFileSync(file, `${head}${lines.join('')}};\n`);
  });
} else {
  test.each(listModels().map(({ name }) => name))('%s is as large as it is said to be', (name) => {
    const { parameters, operations } = modelFigures(name);
    expect([parameters, operations]).toEqual(measure(name));
  });

  test('those of a model that is registered later are computed', () => {
    const name = 'resnet8-of-my-own';
    registerModel({ ...listModels('resnet8')[0], name });
    expect(modelFigures(name)).toEqual(modelFigures('resnet8'));
  });
}
