import { balancedWeights } from './index.js';

test('each class that has images gets the same share of the loss', () => {
  const weights = balancedWeights([0, 0, 0, 1, 3, 3], 4);
  expect(weights[2]).toBe(0);
  expect([3 * weights[0], weights[1], 2 * weights[3]]).toEqual([2, 2, 2]);
});

test('a label that is no class is refused', () => {
  expect(() => balancedWeights([0, 4], 4)).toThrow('Label 4 is none of the 4 classes');
  expect(() => balancedWeights([0], 0)).toThrow('classes must be a whole number of at least 1');
});
