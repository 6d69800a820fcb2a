import * as tf from '@tensorflow/tfjs';
import { countParameters, createModel } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

// Derived from the papers' code for 10 and 100 classes of 32×32 images and 1,000 of 224×224.
test.each([
  ['resnet18', 10, 32, 11_150_874],
  ['wideresnet-16-4', 10, 32, 2_706_906],
  ['wideresnet-16-4', 100, 32, 2_730_036],
  ['vit-ti16', 10, 32, 5_362_762],
  ['vit-ti16', 100, 32, 5_380_132],
  ['vit-ti16', 1000, 224, 5_717_416],
  ['vit-s16', 10, 32, 21_342_346],
  ['vit-s16', 1000, 224, 22_050_664],
])('%s for %d classes of %d pixels has %d parameters', (name, classes, imageSize, count) => {
  expect(countParameters(createModel(name, { classes, imageSize }))).toBe(count);
});
