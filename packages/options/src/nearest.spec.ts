import * as o from './index.js';

describe('names', () => {
  test.each([
    ['alpah', ['alpha', 'r'], " Did you mean 'alpha'?"],
    ['gpn', ['gam', 'gnp'], " Did you mean 'gnp'?"],
    ['al', ['alpha', 'r'], " Did you mean 'alpha'?"],
    ['zzzzzzz', ['alpha', 'r'], ' Known are alpha, r.'],
    ['x', [], ''],
  ])('near %s', (name, known, expected) => {
    expect(o.suggest(name, known)).toBe(expected);
  });

  test('more than a dozen are not listed whole', () => {
    const known = Array.from({ length: 14 }, (_, i) => `option${i}`);
    expect(o.suggest('zzzzzzzzzzzz', known)).toMatch(/option11, ….$/);
  });
});
