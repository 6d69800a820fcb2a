import { eachOf, floats, given, integers } from '../kernel-case.js';
import type { KernelCase } from '../kernel-case.js';

const images = [
  { images: floats([2, 3, 4, 2]) },
  { images: floats([1, 5, 3, 1]) },
  { images: floats([3, 2, 2, 3]) },
];
const sizes = [
  [6, 8],
  [2, 3],
  [5, 7],
  [3, 4],
].flatMap((size) => [
  { size, alignCorners: false, halfPixelCenters: false },
  { size, alignCorners: true, halfPixelCenters: false },
  { size, alignCorners: false, halfPixelCenters: true },
]);
const boxes = given('float32', [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 0, 2, 1, 3], [4, 4]);
const scores = given('float32', [0.9, 0.75, 0.6, 0.95]);
const limits = { maxOutputSize: 3, iouThreshold: 0.5, scoreThreshold: 0 };
const transforms = given(
  'float32',
  [1, 0, 0.5, 0, 1, -0.25, 0, 0, 0.9, 0.1, 0, -0.1, 1.1, 0, 0.01, 0],
  [2, 8],
);

export const images2d: KernelCase[] = [
  ...['ResizeNearestNeighbor', 'ResizeBilinear'].flatMap((kernel) => [
    ...eachOf(kernel, images, sizes),
    ...eachOf(kernel, [{ images: integers([2, 3, 4, 2]) }], sizes.slice(0, 2), { gradient: false }),
  ]),
  ...eachOf(
    'CropAndResize',
    [
      {
        image: floats([2, 5, 6, 3]),
        boxes: given('float32', [0, 0, 1, 1, 0.2, 0.1, 0.7, 0.9, -0.2, 0, 0.5, 1.3], [3, 4]),
        boxInd: given('int32', [1, 0, 1]),
      },
    ],
    ['bilinear', 'nearest'].flatMap((method) => [
      { method, cropSize: [3, 4], extrapolationValue: 0 },
      { method, cropSize: [1, 1], extrapolationValue: 2 },
    ]),
  ),
  ...eachOf('FlipLeftRight', [{ image: floats([2, 3, 4, 3]) }]),
  ...eachOf(
    'RotateWithOffset',
    [{ image: floats([2, 4, 5, 3]) }],
    [
      { radians: 0.5, fillValue: 0, center: 0.5 },
      { radians: -2, fillValue: [1, 2, 3], center: [0.25, 0.75] },
    ],
  ),
  ...eachOf(
    'NonMaxSuppressionV3',
    [{ boxes, scores }],
    [limits, { ...limits, scoreThreshold: 0.7 }],
  ),
  ...eachOf(
    'NonMaxSuppressionV4',
    [{ boxes, scores }],
    [
      { ...limits, padToMaxOutputSize: true },
      { ...limits, padToMaxOutputSize: false },
    ],
  ),
  ...eachOf(
    'NonMaxSuppressionV5',
    [{ boxes, scores }],
    [
      { ...limits, softNmsSigma: 0.5 },
      { ...limits, softNmsSigma: 0 },
    ],
  ),
  ...eachOf(
    'Transform',
    [{ image: floats([2, 4, 5, 2]), transforms }],
    ['nearest', 'bilinear'].flatMap((interpolation) =>
      ['constant', 'reflect', 'wrap', 'nearest'].map((fillMode) => ({
        interpolation,
        fillMode,
        fillValue: 0.5,
        outputShape: [3, 4],
      })),
    ),
  ),
];
