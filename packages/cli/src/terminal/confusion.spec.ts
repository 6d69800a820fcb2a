import { mostConfused, renderConfusion } from './confusion.js';
import { styleOf } from './style.js';

const plain = styleOf(process.stdout, { NO_COLOR: '1' });
const names = ['cat', 'dog', 'owl'];
const counts = Int32Array.of(5, 3, 0, 1, 9, 0, 0, 0, 0);

test('a few classes are a table, a row for each true one', () => {
  expect(renderConfusion(counts, names, plain)).toBe(
    [
      'true \\ predicted     0  1  2  error',
      'cat               0  5  3  ·  37.50%',
      'dog               1  1  9  ·  10.00%',
      'owl               2  ·  ·  0  –',
    ].join('\n'),
  );
});

test('of many the pairs that are confused most', () => {
  const many = Array.from({ length: 21 }, (_, i) => `c${i}`);
  const large = new Int32Array(21 * 21);
  large[3 * 21 + 4] = 7;
  large[3 * 21 + 3] = 3;
  large[20 * 21] = 8;
  expect(renderConfusion(large, many, plain)).toBe('c20 as c0: 8 (100.00%)\nc3 as c4: 7 (70.00%)');
  expect(renderConfusion(new Int32Array(21 * 21), many, plain)).toContain('No class');
  expect(mostConfused(counts, names, 1)).toEqual(['cat as dog: 3 (37.50%)']);
});
