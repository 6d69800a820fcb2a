import { currentPass, duringPass } from './index.js';
import type { PassScope } from './index.js';

const outer: PassScope = { seed: 1, batchStatistics: 'update', trueGradient: false };
const inner: PassScope = { seed: 2, batchStatistics: 'keep', trueGradient: true };

test('a pass is known inside of it alone, the innermost first, also behind an error', () => {
  expect(currentPass()).toBeUndefined();
  const seen = duringPass(outer, () => {
    const within = duringPass(inner, currentPass);
    expect(() =>
      duringPass(inner, () => {
        throw new Error('no such layer');
      }),
    ).toThrow('no such layer');
    return [within, currentPass()];
  });
  expect(seen).toEqual([inner, outer]);
  expect(currentPass()).toBeUndefined();
});
