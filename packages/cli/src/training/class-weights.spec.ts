import type { ImageSplit } from '@gnp/data';
import type { Config } from '../config/schema.js';
import { classWeightsOf } from './class-weights.js';

const split = { labels: Uint8Array.of(0, 0, 0, 1, 3, 3) } as unknown as ImageSplit;
const weights = (classWeights: Config['classWeights']) =>
  classWeightsOf({ classWeights } as Config, split, 4);

test('balanced gives each class that has images the same share', () => {
  const balanced = weights('balanced')!;
  expect(balanced[2]).toBe(0);
  expect([3 * balanced[0], balanced[1], 2 * balanced[3]]).toEqual([2, 2, 2]);
});

test('numbers are taken as they are, one for each class; none means none', () => {
  expect(weights([1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
  expect(weights(undefined)).toBeUndefined();
  expect(() => weights([1, 2])).toThrow("'classWeights' has 2 numbers; there are 4 classes.");
});
