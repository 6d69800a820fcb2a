import { booleans, eachOf, floats, given, integers, positive } from '../kernel-case.js';
import type { Inputs, KernelCase } from '../kernel-case.js';

/** Pairs of shapes that broadcast to one another, as `make` makes them. */
const pairs = (a = floats, b = a): Inputs[] => [
  { a: a([2, 5]), b: b([2, 5]) },
  { a: a([3, 4, 5]), b: b([5]) },
  { a: a([]), b: b([2, 3]) },
  { a: a([2, 3, 1, 4]), b: b([1, 1, 4]) },
  { a: a([2, 1, 4]), b: b([3, 1]) },
  { a: a([3, 1]), b: b([1, 4]) },
  { a: a([2, 3, 1, 2, 1]), b: b([3, 4, 1, 3]) },
  { a: a([4, 1, 3]), b: b([4, 5, 1]) },
];
const empty: Inputs = { a: floats([0, 3]), b: floats([3]) };
const numbers = [NaN, Infinity, -Infinity, 0, 1, -2];
const every = numbers.flatMap((x) => numbers.map((y) => [x, y]));
const specials: Inputs = {
  a: {
    ...given(
      'float32',
      every.map(([x]) => x),
    ),
    label: ' special',
  },
  b: {
    ...given(
      'float32',
      every.map(([, y]) => y),
    ),
    label: ' special',
  },
};
const wholes: Inputs = { a: integers([2, 7]), b: given('int32', [3, -2, 5, -7, 1, 2, -3]) };
const divided: Inputs = {
  a: given('int32', [7, -7, 7, -7, 6, -6, 0, 2147483647, -2147483647]),
  b: given('int32', [2, 2, -2, -2, 3, 3, 5, 2, 10]),
};
const alike: Inputs[] = [
  { a: given('float32', [1, 2, 2]), b: given('float32', [1, 2, 3]) },
  { a: integers([2, 6], [0, 4]), b: integers([6], [0, 4]) },
  { a: booleans([2, 4]), b: booleans([4]) },
  { a: floats([3, 1]), b: floats([1, 4]) },
  { a: floats([2, 1, 4]), b: floats([3, 1]) },
];
const logical: Inputs[] = [
  { a: booleans([4]), b: given('bool', [0, 0, 1, 1]) },
  { a: booleans([2, 1, 3]), b: booleans([4, 1]) },
  { a: booleans([5]), b: booleans([]) },
];
const strings: Inputs = {
  a: given('string', ['a', 'b', 'é']),
  b: given('string', ['a', 'a', 'é']),
};
const arithmetic = (kernel: string, inputs: Inputs[], integersToo = true): KernelCase[] => [
  ...eachOf(kernel, inputs),
  ...eachOf(kernel, [specials, empty], [{}], { gradient: false }),
  ...(integersToo ? eachOf(kernel, [wholes], [{}], { gradient: false }) : []),
];

export const binary: KernelCase[] = [
  ...arithmetic('Add', pairs()),
  ...arithmetic('Sub', pairs()),
  ...arithmetic('Multiply', pairs()),
  ...arithmetic('RealDiv', pairs(floats, positive)),
  // TensorFlow.js's gradients of these refuse shapes that broadcast
  ...['SquaredDifference', 'Maximum', 'Minimum'].flatMap((kernel) => [
    ...arithmetic(kernel, pairs().slice(0, 1)),
    ...eachOf(kernel, pairs().slice(1), [{}], { gradient: false }),
  ]),
  ...arithmetic('Atan2', pairs(), false),
  ...arithmetic('Pow', pairs(positive, floats), false),
  ...eachOf('Pow', [{ a: floats([2, 3]), b: given('float32', [2, 3, 1]) }], [{}], {
    gradient: 'cpu',
  }),
  ...eachOf('Pow', [{ a: integers([5]), b: given('int32', [0, 1, 2, 3, 2]) }], [{}], {
    gradient: false,
  }),
  // floor of the quotient, as in TensorFlow, also where the signs differ
  ...eachOf('FloorDiv', [divided, wholes, ...pairs(floats, positive)], [{}], { gradient: false }),
  ...eachOf('Mod', [divided, wholes, ...pairs(floats, positive)], [{}], { gradient: 'cpu' }),
  ...eachOf('BitwiseAnd', [{ a: integers([7]), b: integers([7]) }]),
  ...['Maximum', 'Minimum'].flatMap((kernel) =>
    eachOf(kernel, alike.slice(0, 1), [{}], { gradient: 'cpu' }),
  ),
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'].flatMap((kernel) =>
    eachOf(kernel, [...alike, specials, strings, empty], [{}], { gradient: false }),
  ),
  ...['LogicalAnd', 'LogicalOr'].flatMap((kernel) => eachOf(kernel, logical)),
  ...eachOf('LogicalXor', logical, [{}], {
    reference: ({ a, b }) => a.notEqual(b),
  }),
  ...eachOf('LogicalNot', [{ x: booleans([2, 3]) }]),
  ...eachOf('Select', [
    { condition: booleans([2, 3]), t: floats([2, 3]), e: floats([2, 3]) },
    { condition: booleans([4]), t: integers([4]), e: integers([4]) },
    { condition: booleans([4]), t: booleans([4]), e: booleans([4]) },
  ]),
  ...eachOf('Select', [{ condition: booleans([3]), t: floats([3, 4]), e: floats([3, 4]) }], [{}], {
    gradient: false,
  }),
  ...eachOf('AddN', [
    [floats([2, 3]), floats([2, 3]), floats([2, 3])],
    [floats([4])],
    [integers([4]), integers([4])],
  ]),
];
