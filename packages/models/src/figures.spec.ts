import { readFileSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { knownFigures } from './known-figures.js';
import { countOperations, countParameters, createModel, listModels } from './index.js';
import { modelFigures, registerModel } from './index.js';
import type { ModelFigures } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const names = listModels().map(({ name }) => name);
const measure = (name: string): ModelFigures => {
  const model = createModel(name, { blank: true });
  const figures = { parameters: countParameters(model), operations: countOperations(model) };
  model.dispose();
  return figures;
};

if (process.env.UPDATE_FIGURES) {
  test('writes the figures of all models', () => {
    const lines = names.map((name) => {
      const { parameters, operations } = measure(name);
      const key = name.includes('-') ? `'${name}'` : name;
      return `  ${key}: { parameters: ${parameters}, operations: ${operations} },\n`;
    });
    const file = new URL('known-figures.ts', import.meta.url);
    const head =
      "import type { ModelFigures } from './model-figures.js';\n\n" +
      '/** The figures of each model of this package; written by figures.spec.ts with UPDATE_FIGURES=1. */\n' +
      'export const knownFigures: Readonly<Record<string, ModelFigures>> = {\n';
    const text = `${head}${lines.join('')}};\n`;
    writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
} else {
  test.each(names)(
    'known-figures.ts has the figures of %s (UPDATE_FIGURES=1 writes it)',
    (name) => {
      const known = knownFigures as Record<string, ModelFigures | undefined>;
      expect({ [name]: known[name] }).toEqual({ [name]: measure(name) });
      expect(modelFigures(name)).toEqual(known[name]);
    },
  );

  test('known-figures.ts speaks of no other models', () => {
    expect(Object.keys(knownFigures).filter((name) => !names.includes(name))).toEqual([]);
  });

  test('the figures of a model that is registered later are computed', () => {
    const name = 'resnet8-of-my-own';
    registerModel({ ...listModels('resnet8')[0], name });
    expect(modelFigures(name)).toEqual(modelFigures('resnet8'));
  });
}
