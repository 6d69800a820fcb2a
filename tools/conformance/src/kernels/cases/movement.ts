import { booleans, eachOf, floats, given, integers } from '../kernel-case.js';
import type { KernelCase } from '../kernel-case.js';

const kinds = (shape: readonly number[]) => [
  { x: floats(shape) },
  { x: integers(shape) },
  { x: booleans(shape) },
];
const strings = { x: given('string', ['a', 'b', 'é', 'd'], [2, 2]) };
const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };

export const movement: KernelCase[] = [
  ...eachOf(
    'Concat',
    [
      [floats([2, 3]), floats([2, 3])],
      [integers([2, 3]), integers([2, 3])],
      [booleans([2, 3]), booleans([2, 3])],
    ],
    [{ axis: 0 }, { axis: 1 }],
  ),
  ...eachOf('Concat', [[floats([2, 3, 1]), floats([2, 2, 1]), floats([2, 0, 1])]], [{ axis: 1 }]),
  ...eachOf('Concat', [[strings.x, strings.x]], [{ axis: 1 }]),
  ...eachOf(
    'ExpandDims',
    kinds([2, 3]).map(({ x }) => ({ input: x })),
    [{ dim: 0 }, { dim: 1 }, { dim: -1 }],
  ),
  ...eachOf(
    'Pack',
    [
      [floats([2, 3]), floats([2, 3])],
      [integers([2]), integers([2])],
    ],
    [{ axis: 0 }, { axis: 1 }],
  ),
  ...eachOf(
    'Unpack',
    [{ value: floats([2, 3]) }, { value: integers([2, 3]) }],
    [{ axis: 0 }, { axis: 1 }],
  ),
  ...eachOf('PadV2', kinds([2, 3]), [
    {
      paddings: [
        [1, 2],
        [0, 1],
      ],
      constantValue: 0,
    },
    {
      paddings: [
        [0, 0],
        [2, 0],
      ],
      constantValue: 1,
    },
  ]),
  ...eachOf(
    'PadV2',
    [{ x: floats([2, 2, 3, 2]) }],
    [
      {
        paddings: [
          [0, 0],
          [1, 1],
          [2, 1],
          [0, 0],
        ],
        constantValue: 0,
      },
      {
        paddings: [
          [1, 0],
          [1, 1],
          [2, 1],
          [0, 3],
        ],
        constantValue: -1.5,
      },
    ],
  ),
  ...['reflect', 'symmetric'].flatMap((mode) => [
    ...eachOf('MirrorPad', kinds([3, 4]).slice(0, 2), [
      {
        paddings: [
          [1, 2],
          [0, 1],
        ],
        mode,
      },
      {
        paddings: [
          [0, 0],
          [2, 2],
        ],
        mode,
      },
    ]),
    ...eachOf(
      'MirrorPad',
      [{ x: floats([2, 3, 4, 2]) }],
      [
        {
          paddings: [
            [0, 0],
            [1, 2],
            [2, 1],
            [0, 0],
          ],
          mode,
        },
        {
          paddings: [
            [1, 1],
            [1, 2],
            [2, 1],
            [0, 1],
          ],
          mode,
        },
      ],
    ),
  ]),
  ...eachOf('Reshape', kinds([2, 6]), [{ shape: [3, 4] }, { shape: [12] }]),
  ...eachOf('Reverse', kinds([2, 3, 4]), [
    { dims: [0] },
    { dims: [1, 2] },
    { dims: [0, 1, 2] },
    { dims: [] },
  ]),
  ...eachOf('Slice', kinds([3, 4]), [
    { begin: [1, 0], size: [2, 3] },
    { begin: [0, 2], size: [-1, 1] },
  ]),
  ...eachOf('Slice', [{ x: floats([2, 3, 4, 2]) }], [{ begin: [1, 0, 1, 0], size: [1, 2, 2, 2] }]),
  ...eachOf(
    'Slice',
    [{ x: floats([2, 3, 1, 2, 3]) }],
    [{ begin: [1, 0, 0, 0, 1], size: [1, 2, 1, 2, 2] }],
  ),
  ...eachOf('Slice', [strings], [{ begin: [1, 0], size: [1, 2] }]),
  ...eachOf('StridedSlice', kinds([4, 5]).slice(0, 2), [
    { begin: [0, 1], end: [4, 5], strides: [2, 3], ...masks },
    { begin: [3, 4], end: [0, 0], strides: [-1, -2], ...masks },
    { begin: [1, 1], end: [2, 4], strides: [1, 1], ...masks, shrinkAxisMask: 1 },
  ]),
  ...eachOf(
    'SplitV',
    [{ x: floats([4, 6]) }, { x: integers([4, 6]) }],
    [
      { numOrSizeSplits: 2, axis: 0 },
      { numOrSizeSplits: [1, 2, 3], axis: 1 },
    ],
  ),
  ...eachOf('Tile', kinds([2, 3]), [{ reps: [2, 1] }, { reps: [1, 3] }, { reps: [2, 2] }]),
  ...eachOf('Tile', [{ x: floats([2, 1, 3]) }], [{ reps: [1, 4, 2] }]),
  ...eachOf('Tile', [strings], [{ reps: [1, 2] }]),
  ...eachOf(
    'SpaceToBatchND',
    [{ x: floats([2, 4, 6, 3]) }, { x: integers([1, 4, 4, 1]) }],
    [
      {
        blockShape: [2, 2],
        paddings: [
          [0, 0],
          [2, 0],
        ],
      },
      {
        blockShape: [2, 2],
        paddings: [
          [0, 0],
          [0, 0],
        ],
      },
    ],
  ),
  ...eachOf(
    'BatchToSpaceND',
    [{ x: floats([8, 2, 3, 3]) }, { x: integers([4, 2, 2, 1]) }],
    [
      {
        blockShape: [2, 2],
        crops: [
          [0, 0],
          [1, 0],
        ],
      },
      {
        blockShape: [2, 2],
        crops: [
          [0, 0],
          [0, 0],
        ],
      },
    ],
  ),
  ...eachOf('DepthToSpace', [{ x: floats([2, 2, 3, 8]) }], [{ blockSize: 2, dataFormat: 'NHWC' }]),
  ...eachOf('BroadcastArgs', [{ s0: given('int32', [2, 1, 3]), s1: given('int32', [4, 1]) }]),
];
