import * as tf from '@tensorflow/tfjs';
import { countParameters, createModel, findModel, listModels, registerModel } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

describe('parameter counts', () => {
  // Millions of random numbers take seconds and change no count.
  beforeAll(() => {
    for (const initializer of [
      tf.initializers.randomNormal({}),
      tf.initializers.randomUniform({}),
    ]) {
      const prototype = Object.getPrototypeOf(initializer) as typeof initializer;
      jest.spyOn(prototype, 'apply').mockImplementation((shape) => tf.zeros(shape as number[]));
    }
  });
  afterAll(() => jest.restoreAllMocks());

  // on CIFAR-10, CIFAR-100 and ImageNet; the last column is the well-known one
  test.each([
    ['resnet18', 11_150_874, 11_197_044, 11_694_248],
    ['resnet34', 21_262_746, 21_308_916, 21_806_120],
    ['resnet50', 23_504_090, 23_688_500, 25_557_032],
    ['resnet101', 42_496_218, 42_680_628, 44_549_160],
    ['resnet152', 58_139_866, 58_324_276, 60_192_808],
    ['resnet200', 62_620_890, 62_805_300, 64_673_832],
  ])('of %s are as published', (name, ...expected) => {
    const counts = [
      [10, 32],
      [100, 32],
      [1000, 224],
    ].map(([classes, imageSize]) => {
      const count = countParameters(createModel(name, { classes, imageSize }));
      tf.disposeVariables();
      return count;
    });
    expect(counts).toEqual(expected);
  });

  // 3×3 convolutions, 1×1 shortcuts, two numbers a norm channel, and the classifier
  test.each([
    ['resnet8', 78_042],
    ['resnet20', 272_474],
  ])('of %s follow from its layers', (name, expected) => {
    const n = (Number(name.slice('resnet'.length)) - 2) / 6;
    const conv = (from: number, to: number, size = 3) => size * size * from * to + 2 * to;
    let count = conv(3, 16) + 64 * 10 + 10 + conv(16, 32, 1) + conv(32, 64, 1);
    for (const [from, to] of [
      [16, 16],
      [16, 32],
      [32, 64],
    ]) {
      count += conv(from, to) + (2 * n - 1) * conv(to, to);
    }
    expect(count).toBe(expected);
    expect(countParameters(createModel(name))).toBe(expected);
  });
});

describe('the registry', () => {
  test('lists by wildcard in natural order', () => {
    const names = (pattern?: string) => listModels(pattern).map(({ name }) => name);
    expect(names('resnet1*')).toEqual(['resnet18', 'resnet101', 'resnet152']);
    expect(names('RESNET_18')).toEqual([]);
    expect(names('*net8')).toEqual(['resnet8']);
    expect(names('nothing*')).toEqual([]);
    expect(names()).toEqual(expect.arrayContaining(['resnet20', 'resnet200']));
  });

  test('takes names in any case', () => {
    expect(findModel('ResNet50').name).toBe('resnet50');
  });

  test('names the nearest model for an unknown one', () => {
    expect(() => createModel('resnet19')).toThrow(
      "no model named 'resnet19'. Did you mean 'resnet1",
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
