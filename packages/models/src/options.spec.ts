import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import type { Option } from '@gnp/options';
import { createModel, listModels, modelFigures, taskOptions } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** Values that are no defaults; flags are turned. */
const others: Readonly<Record<string, unknown>> = {
  ...{ classes: 7, imageSize: 64, channels: 1, seed: 5 },
  ...{ dropout: 0.3, attentionDropout: 0.3, stochasticDepth: 0.3 },
  ...{ patchSize: 1, windowSize: 2, widthMultiplier: 0.2, depthMultiplier: 1.6 },
};
const otherThan = (name: string, { kind, default: value }: Option) =>
  kind === 'flag' ? !value : others[name];

/** The smallest model of each family. */
const models = [...new Set(listModels().map(({ family }) => family))].map((family) => {
  const parameters = ({ name }: { name: string }) => modelFigures(name).parameters;
  const members = listModels().filter((entry) => entry.family === family);
  return members.reduce((a, b) => (parameters(a) <= parameters(b) ? a : b));
});

const cases = models.flatMap(({ name, options }) =>
  Object.entries<Option>({ ...taskOptions, ...options }).map(
    ([option, record]) => [name, option, record] as const,
  ),
);

/** Layers and first values of a model, small, that would have the large stem if it went by its classes. */
function fingerprint(name: string, given: Readonly<Record<string, unknown>>): string {
  const { options } = listModels(name)[0];
  const model = createModel(name, {
    ...{ classes: 1000, imageSize: 32, widthMultiplier: 0.1 },
    ...('depthMultiplier' in options && { depthMultiplier: 0.2 }),
    ...given,
  });
  const hash = createHash('sha256').update(JSON.stringify(model.toJSON(undefined, false)));
  for (const weight of model.getWeights()) hash.update(weight.dataSync());
  model.dispose();
  return hash.digest('hex');
}

const usual = new Map<string, string>();
const usualOf = (name: string) => {
  if (!usual.has(name)) usual.set(name, fingerprint(name, {}));
  return usual.get(name);
};

test.each(cases)('no option is dead: %s is another by its %s', (name, option, record) => {
  const other = otherThan(option, record);
  expect(other).toBeDefined();
  expect(fingerprint(name, { [option]: other })).not.toBe(usualOf(name));
});

test('a default is what an option is when it is left out', () => {
  const defaults = models.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, { default: value }]) =>
      value === undefined || option.endsWith('Multiplier') ? [] : [[name, option, value] as const],
    ),
  );
  expect(defaults.length).toBeGreaterThan(10);
  for (const [name, option, value] of defaults) {
    const same = fingerprint(name, { [option]: value }) === usualOf(name);
    expect([name, option, same]).toEqual([name, option, true]);
  }
});
