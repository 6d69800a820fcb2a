import * as tf from '@tensorflow/tfjs';
import { createModel, findModel, listModels, registerModel } from './index.js';

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
  ])('refuses %j', (options, message) => {
    expect(() => createModel('resnet8', options)).toThrow(message);
  });
});
