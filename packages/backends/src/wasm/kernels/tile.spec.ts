import { expectAgreement } from '../../../testing/agreement.js';

describe('Tile on wasm', () => {
  it.each<[number[], number[]]>([
    [[3], [4]],
    [[3], [1]],
    [
      [1, 1, 1, 5],
      [2, 3, 4, 1],
    ],
    [
      [2, 3],
      [3, 2],
    ],
    [
      [2, 1, 3],
      [1, 7, 1],
    ],
    [
      [2, 3, 4],
      [2, 3, 5],
    ],
    [
      [4, 1],
      [1, 9],
    ],
    [
      [2, 3],
      [0, 2],
    ],
    [
      [1, 2, 1, 2, 1, 2],
      [2, 1, 3, 1, 2, 2],
    ],
    [[], []],
  ])('agrees with cpu for %j repeated %j times', async (shape, reps) => {
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      await expectAgreement('Tile', { x: { shape, dtype } }, { reps }, 0);
    }
  });
});
