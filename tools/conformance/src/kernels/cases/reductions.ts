import { booleans, eachOf, floats, given, integers } from '../kernel-case.js';
import type { Inputs, KernelCase } from '../kernel-case.js';

const axes = [0, 1, [0, 1], [1, 2], [0, 2], [0, 1, 2]];
const plans = axes.flatMap((axis) => [
  { axis, keepDims: false },
  { axis, keepDims: true },
]);
const x: Inputs = { x: floats([3, 4, 2]) };
const many: Inputs = { x: floats([2, 17, 9]) };
const specials: Inputs = {
  x: given('float32', [1, NaN, 2, Infinity, 0, -Infinity, 3, 4, -5, 1, 1, 1], [4, 3]),
};
const finite: Inputs = {
  x: given('float32', [1, 0, 2, Infinity, 0, -Infinity, 3, 4, -5, 1, 1, 1], [4, 3]),
};
const ties: Inputs = { x: given('float32', [1, 1, 0, 2, 2, 2, -1, -1, -3], [3, 3]) };
const byName = (all: { axis: number | number[]; keepDims: boolean }[], kernel: string): object[] =>
  kernel === 'Max' ? all.map(({ axis, keepDims }) => ({ reductionIndices: axis, keepDims })) : all;

export const reductions: KernelCase[] = [
  ...['Sum', 'Mean', 'Max', 'Min', 'Prod'].flatMap((kernel) => {
    const some = byName(plans, kernel);
    return [
      ...eachOf(kernel, [x], some),
      ...eachOf(kernel, [{ x: integers([3, 4, 2], [1, 4]) }], some.slice(0, 4), {
        gradient: false,
      }),
      ...(kernel === 'Prod' ? [] : eachOf(kernel, [many], some.slice(0, 4))),
      ...eachOf(kernel, [finite], some.slice(0, 4), { gradient: false }),
      ...eachOf(kernel, [{ x: floats([2, 3, 2, 2, 3]) }], some.slice(6, 9)),
      ...(kernel === 'Max' || kernel === 'Min'
        ? eachOf(kernel, [ties], some.slice(0, 4), { gradient: 'cpu' })
        : eachOf(kernel, [specials], some.slice(0, 4), { gradient: false })),
      ...(kernel === 'Sum' || kernel === 'Prod'
        ? eachOf(kernel, [{ x: booleans([3, 4]) }], some.slice(0, 2), { gradient: false })
        : []),
    ];
  }),
  ...['All', 'Any'].flatMap((kernel) => eachOf(kernel, [{ x: booleans([3, 4, 2]) }], plans)),
  ...['ArgMax', 'ArgMin'].flatMap((kernel) =>
    eachOf(
      kernel,
      [x, ties, { x: integers([3, 5]) }, { x: floats([2, 17, 9]) }],
      [{ axis: 0 }, { axis: 1 }, { axis: [1] }],
      { gradient: false },
    ),
  ),
  ...eachOf(
    'Cumsum',
    [{ x: floats([3, 5]) }, { x: floats([2, 3, 4]) }, { x: integers([2, 4]) }],
    [
      { axis: 1, exclusive: false, reverse: false },
      { axis: 0, exclusive: true, reverse: false },
      { axis: 1, exclusive: false, reverse: true },
      { axis: 1, exclusive: true, reverse: true },
    ],
    { gradient: true },
  ),
  ...eachOf(
    'Cumprod',
    [{ x: floats([3, 5]) }, { x: integers([2, 4]) }],
    [
      { axis: 1, exclusive: false, reverse: false },
      { axis: 0, exclusive: true, reverse: false },
      { axis: 1, exclusive: true, reverse: true },
    ],
  ),
  ...eachOf(
    'Bincount',
    [
      { x: given('int32', [1, 0, 3, 1]), weights: floats([0]) },
      { x: given('int32', [1, 0, 3, 1]), weights: floats([4]) },
    ],
    [{ size: 4 }, { size: 2 }],
  ),
  ...eachOf(
    'DenseBincount',
    [{ x: given('int32', [1, 0, 3, 1]), weights: floats([4]) }],
    [{ size: 4, binaryOutput: false }],
  ),
  ...eachOf(
    'DenseBincount',
    [
      { x: given('int32', [1, 0, 3, 1], [2, 2]), weights: floats([0]) },
      { x: given('int32', [1, 0, 1, 1], [2, 2]), weights: floats([2, 2]) },
    ],
    [
      { size: 4, binaryOutput: false },
      { size: 4, binaryOutput: true },
    ],
  ),
];
