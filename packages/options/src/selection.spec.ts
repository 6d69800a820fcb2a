import * as o from './index.js';

test.each<[o.Mask, boolean[]]>([
  ['all', [true, true]],
  ['kernels', [true, false]],
  ['*bias', [false, true]],
  [['head/*'], [true, false]],
])('the mask %j covers what it says', (mask, expected) => {
  const parameters: [string, o.ParameterLike][] = [
    ['head/kernel', { shape: [2, 3], rank: 2 }],
    ['bias', { shape: [3], rank: 1 }],
  ];
  expect(parameters.map(([name, p]) => o.isCovered(mask, name, p))).toEqual(expected);
});

describe('a selection', () => {
  const parameter = { shape: [2, 3], rank: 2 };
  test.each<[o.Selection, boolean]>([
    ['norm/*', true],
    ['*gamma', true],
    ['gamma', false],
    ['norm.*', false],
    [/gam/, true],
    [(_, { rank }) => rank === 2, true],
    [['no', ['x', '*a']], true],
    [[], false],
  ])('%p', (selection, expected) => {
    expect(o.isSelected(selection, 'norm/gamma', parameter)).toBe(expected);
  });
});
