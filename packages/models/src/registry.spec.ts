import * as tf from '@tensorflow/tfjs';
import { flag } from '@gnp/options';
import { createModel, findModel, listModels, registerModel } from './index.js';
import type { ModelOptions } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

describe('the registry', () => {
  test('lists by wildcard in natural order', () => {
    const names = (pattern?: string) => listModels(pattern).map(({ name }) => name);
    expect(names('resnet1*')).toEqual(['resnet18', 'resnet101', 'resnet152']);
    expect(names('RESNET_18')).toEqual([]);
    expect(names('*net8')).toEqual(['resnet8']);
    expect(names('nothing*')).toEqual([]);
    expect(names()).toEqual(expect.arrayContaining(['resnet20', 'resnet200']));
  });

  test('names the paper of each model, where it can be read', () => {
    const nameless = listModels().filter(
      ({ paper }) => paper.title.length < 4 || new URL(paper.url).protocol !== 'https:',
    );
    expect(nameless).toEqual([]);
  });

  test('takes names in any case', () => {
    expect(findModel('ResNet50').name).toBe('resnet50');
  });

  test('builds models that own nothing but their weights, and can be disposed of whole', () => {
    const before = tf.memory().numTensors;
    const model = createModel('resnet8');
    expect(tf.memory().numTensors).toBe(before + model.weights.length);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('names the nearest model for an unknown one', () => {
    expect(() => createModel('resnet19')).toThrow(
      "no model named 'resnet19'. Did you mean 'resnet1",
    );
    expect(() => createModel('ResNet_51')).toThrow(
      "no model named 'ResNet_51'. Did you mean 'resnet",
    );
    expect(() => createModel('perceptron')).toThrow(
      /no model named 'perceptron'. Known are .+, …\.$/,
    );
  });

  test('refuses names that are taken or ill-formed', () => {
    const entry = findModel('resnet8');
    expect(() => registerModel(entry)).toThrow("a model named 'resnet8' already");
    expect(() => registerModel({ ...entry, name: 'My Net' })).toThrow('lower case');
  });

  test.each([
    [{ classes: 1 }, 'classes must be a whole number of at least 2, got 1'],
    [{ imageSize: 0 }, 'height must be a whole number of at least 1, got 0'],
    [{ imageSize: [8, 2.5] as const }, 'width must be a whole number of at least 1, got 2.5'],
    [{ channels: NaN }, 'channels must be'],
    [{ seed: -1 }, 'seed must be'],
    [{ blank: 1 }, 'blank must be true or false, got 1.'],
    [{ stochasticDept: 0.1 }, "resnet8 has no option 'stochasticDept'. Did you mean 'stochasticD"],
    [
      { dropout: 0.1 },
      "resnet8 has no option 'dropout'. Known are stochasticDepth, zeroInitResidual, widthMultiplier, ",
    ],
    [{ stochasticDepth: 1 }, 'stochasticDepth must be a finite number of at least 0 and below 1'],
  ])('refuses %j', (options, message) => {
    expect(() => createModel('resnet8', options as never)).toThrow(message);
  });
});

test('options have the types of the family that a name belongs to', () => {
  const resnet8: string = 'resnet8';
  const wrong: [() => tf.LayersModel, string][] = [
    // @ts-expect-error a slip
    [() => createModel('vit-ti16', { droput: 0.1 }), "'droput'. Did you mean 'dropout'?"],
    // @ts-expect-error an option of other families
    [() => createModel('resnet8', { patchSize: 2 }), "resnet8 has no option 'patchSize'."],
    // @ts-expect-error a number is no flag
    [() => createModel('resnet18', { reference: 1 }), 'reference must be true or false, got 1.'],
    // @ts-expect-error classes are counted
    [() => createModel('resnet8', { classes: 'ten' }), 'classes must be a number, got "ten".'],
    // a name that is known only when the program runs
    [() => createModel(resnet8, { patchSize: 2 }), "has no option 'patchSize'."],
  ];
  for (const [make, message] of wrong) expect(make).toThrow(message);
});

test('a model of one’s own brings its options', () => {
  const { paper, ...resnet8 } = findModel('resnet8');
  const own = {
    ...{ name: 'own', family: 'Own', summary: 'mine', imageSize: 8, paper },
    options: { wide: flag('twice as wide', { default: false }) },
  };
  registerModel({
    ...own,
    build: ({ wide, ...task }) =>
      resnet8.build({ ...task, widthMultiplier: wide ? 2 : 1, depthMultiplier: 1 }),
  });
  const channels = (options: ModelOptions) =>
    createModel('own', options).getLayer('stem/conv').outputShape;
  expect(channels({})).toEqual([null, 8, 8, 16]);
  expect(channels({ wide: true })).toEqual([null, 8, 8, 32]);
  expect(() => createModel('own', { wid: true })).toThrow(
    "own has no option 'wid'. Did you mean 'wide'?",
  );
  expect(() =>
    registerModel({
      ...own,
      name: 'own2',
      options: { seed: own.options.wide },
      build: () => null!,
    }),
  ).toThrow("'own2' cannot have an option 'seed'");
});
