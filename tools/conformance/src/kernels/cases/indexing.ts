import { booleans, eachOf, floats, given, integers } from '../kernel-case.js';
import type { KernelCase } from '../kernel-case.js';

const rows = given('int32', [2, 0, 2, 1], [2, 2]);

export const indexing: KernelCase[] = [
  ...eachOf(
    'GatherV2',
    [
      { x: floats([3, 4, 3]), indices: given('int32', [2, 0, 2]) },
      { x: floats([3, 3]), indices: rows },
      { x: integers([3, 3]), indices: rows },
      { x: booleans([3, 4]), indices: given('int32', [1]) },
    ],
    [
      { axis: 0, batchDims: 0 },
      { axis: 1, batchDims: 0 },
    ],
  ),
  ...eachOf(
    'GatherV2',
    [{ x: floats([2, 3, 4]), indices: rows }],
    [
      { axis: 1, batchDims: 1 },
      { axis: 2, batchDims: 1 },
    ],
  ),
  ...eachOf('GatherV2', [{ x: floats([2, 2, 3]), indices: rows }], [{ axis: 2, batchDims: 1 }]),
  ...eachOf(
    'GatherV2',
    [{ x: floats([2, 2, 4]), indices: given('int32', [0, 3, 1, 1, 2, 0, 3, 3], [2, 2, 2]) }],
    [{ axis: 2, batchDims: 2 }],
    { gradient: false },
  ),
  ...eachOf('GatherV2', [{ x: integers([2, 3]), indices: rows }], [{ axis: 1, batchDims: 1 }]),
  ...eachOf('GatherNd', [
    { params: floats([3, 4, 2]), indices: rows },
    { params: integers([3, 4]), indices: rows },
  ]),
  ...eachOf(
    'ScatterNd',
    [
      { indices: given('int32', [1, 3, 1], [3, 1]), updates: floats([3]) },
      { indices: given('int32', [1, 3], [2, 1]), updates: integers([2]) },
    ],
    [{ shape: [5] }],
  ),
  ...eachOf(
    'ScatterNd',
    [{ indices: given('int32', [1, 0], [2, 1]), updates: floats([2, 3]) }],
    [{ shape: [4, 3] }],
  ),
  ...eachOf(
    'TensorScatterUpdate',
    [
      { tensor: floats([4, 2]), indices: given('int32', [1, 3], [2, 1]), updates: floats([2, 2]) },
      { tensor: integers([4]), indices: given('int32', [1, 3], [2, 1]), updates: integers([2]) },
    ],
    [{ sliceRank: 1 }],
  ),
  ...eachOf(
    'OneHot',
    [{ indices: given('int32', [0, 3, 1, -1, 7]) }, { indices: rows }],
    [
      { dtype: 'float32', depth: 4, onValue: 1, offValue: 0 },
      { dtype: 'int32', depth: 4, onValue: 5, offValue: -1 },
      { dtype: 'bool', depth: 4, onValue: 1, offValue: 0 },
      { dtype: 'float32', depth: 4, onValue: 0.9, offValue: 0.1 },
    ],
    { gradient: false },
  ),
  ...eachOf(
    'SearchSorted',
    [
      {
        sortedSequence: given('float32', [1, 2, 2, 5, 0, 3, 4, 9], [2, 4]),
        values: given('float32', [2, 0, 6, 3, 3, 10], [2, 3]),
      },
      {
        sortedSequence: given('int32', [1, 2, 2, 5], [1, 4]),
        values: given('int32', [2, 0, 6], [1, 3]),
      },
    ],
    [{ side: 'left' }, { side: 'right' }],
  ),
  ...eachOf(
    'TopK',
    [{ x: floats([3, 7]) }, { x: integers([2, 5]) }, { x: given('float32', [1, 3, 3, 2, 3]) }],
    [
      { k: 3, sorted: true },
      { k: 1, sorted: true },
    ],
  ),
  ...eachOf(
    'Unique',
    [
      { x: given('float32', [1, 2, 1, NaN, 3, 2]) },
      { x: given('int32', [3, 1, 3]) },
      { x: given('bool', [1, 1, 0]) },
    ],
    [{ axis: 0 }],
  ),
  ...eachOf('Unique', [{ x: given('int32', [1, 0, 1, 2, 0, 2], [2, 3]) }], [{ axis: 1 }]),
  ...eachOf(
    'UnsortedSegmentSum',
    [{ x: floats([4, 3]), segmentIds: given('int32', [1, 0, 1, 2]) }],
    [{ numSegments: 4 }],
  ),
  ...eachOf('SparseFillEmptyRows', [
    {
      indices: given('int32', [0, 0, 2, 1], [2, 2]),
      values: floats([2]),
      denseShape: given('int32', [4, 3]),
      defaultValue: given('float32', [7], []),
    },
  ]),
  ...eachOf('SparseReshape', [
    {
      inputIndices: given('int32', [0, 1, 1, 2], [2, 2]),
      inputShape: given('int32', [2, 6]),
      newShape: given('int32', [3, -1]),
    },
  ]),
  ...['SparseSegmentMean', 'SparseSegmentSum'].flatMap((kernel) =>
    eachOf(kernel, [
      {
        data: floats([4, 3]),
        indices: given('int32', [3, 0, 1]),
        segmentIds: given('int32', [0, 0, 2]),
      },
      {
        data: integers([4, 3]),
        indices: given('int32', [3, 0, 1]),
        segmentIds: given('int32', [0, 1, 1]),
      },
    ]),
  ),
  ...eachOf(
    'SparseToDense',
    [
      {
        sparseIndices: given('int32', [0, 1, 3, 2], [2, 2]),
        sparseValues: floats([2]),
        defaultValue: given('float32', [0.5], []),
      },
      {
        sparseIndices: given('int32', [0, 1, 3, 2], [2, 2]),
        sparseValues: integers([2]),
        defaultValue: given('int32', [4], []),
      },
      {
        sparseIndices: given('int32', [0, 1, 3, 2], [2, 2]),
        sparseValues: given('string', ['a', 'b']),
        defaultValue: given('string', ['z'], []),
      },
    ],
    [{ outputShape: [4, 3] }],
  ),
  ...eachOf(
    'StringNGrams',
    [{ data: given('string', ['a', 'b', 'c', 'd']), dataSplits: given('int32', [0, 3, 4]) }],
    [
      {
        separator: '|',
        nGramWidths: [2],
        leftPad: 'L',
        rightPad: 'R',
        padWidth: 1,
        preserveShortSequences: false,
      },
    ],
  ),
  ...eachOf(
    'StringSplit',
    [{ input: given('string', ['a b', 'c  d']), delimiter: given('string', [' '], []) }],
    [{ skipEmpty: true }, { skipEmpty: false }],
  ),
  ...eachOf(
    'StringToHashBucketFast',
    [{ input: given('string', ['a', 'bc', '']) }],
    [{ numBuckets: 10 }],
  ),
];
