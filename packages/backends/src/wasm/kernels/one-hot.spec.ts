import { expectAgreement } from '../../../testing/agreement.js';

describe('OneHot on wasm', () => {
  it.each([
    ['float32', 1, 0],
    ['float32', 0.9, 0.05],
    ['int32', 1, 0],
    ['int32', 7, -2],
    ['bool', 1, 0],
  ])('agrees with cpu as %s between %p and %p', async (dtype, onValue, offValue) => {
    for (const shape of [[3], [1], [2, 2], [0]]) {
      const count = shape.reduce((a, b) => a * b, 1);
      const values = [2, 0, 5, -1].slice(0, count);
      const indices = { shape, dtype: 'int32' as const, values };
      await expectAgreement('OneHot', { indices }, { dtype, depth: 4, onValue, offValue });
    }
  });
});
