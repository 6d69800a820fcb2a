import { backend_util } from '@tensorflow/tfjs-core';

type Four = [number, number, number, number];
type Pad = 'same' | 'valid' | [[0, 0], [number, number], [number, number], [0, 0]];

/** A convolution: image shape, kernel shape, strides, padding, dilations. */
export interface Convolution {
  readonly x: Four;
  readonly filter: Four;
  readonly strides: [number, number];
  readonly pad: Pad;
  readonly dilations: [number, number];
}

const explicit = (top: number, bottom: number, left: number, right: number): Pad => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

const rows: readonly [Four, Four, number | [number, number], Pad, number?][] = [
  [[2, 8, 8, 3], [3, 3, 3, 8], 1, 'same'],
  [[2, 8, 8, 4], [3, 3, 4, 5], 1, 'valid'],
  [[1, 5, 7, 1], [3, 3, 1, 1], 1, 'same'],
  [[3, 7, 5, 2], [3, 3, 2, 9], 2, 'same'],
  [[2, 8, 8, 4], [3, 3, 4, 8], 2, 'same'],
  [[2, 9, 9, 4], [3, 3, 4, 8], 2, 'valid'],
  [[2, 8, 8, 4], [3, 3, 4, 6], 2, explicit(1, 1, 1, 1)],
  [[2, 9, 8, 2], [3, 3, 2, 3], [1, 2], 'same'],
  [[2, 8, 9, 2], [2, 3, 2, 3], [3, 1], 'valid'],
  [[2, 6, 6, 3], [1, 1, 3, 7], 1, 'same'],
  [[2, 8, 8, 3], [1, 1, 3, 7], 2, 'same'],
  [[2, 7, 7, 3], [1, 1, 3, 4], 2, 'valid'],
  [[2, 7, 7, 3], [1, 1, 3, 4], 3, 'valid'],
  [[2, 5, 5, 3], [1, 1, 3, 4], 1, explicit(1, 1, 1, 1)],
  [[2, 6, 6, 2], [2, 2, 2, 3], 1, 'same'],
  [[2, 6, 7, 2], [2, 2, 2, 3], 2, 'valid'],
  [[1, 9, 9, 2], [5, 5, 2, 3], 1, 'same'],
  [[1, 11, 10, 2], [5, 5, 2, 3], 2, 'same'],
  [[1, 14, 14, 3], [7, 7, 3, 4], 2, explicit(3, 3, 3, 3)],
  [[1, 8, 8, 2], [3, 3, 2, 2], 1, explicit(2, 0, 0, 2)],
  [[1, 8, 8, 2], [3, 3, 2, 2], 1, explicit(3, 3, 3, 3)],
  [[1, 10, 10, 2], [3, 3, 2, 2], 4, 'valid'],
  [[4, 1, 1, 5], [1, 1, 5, 3], 1, 'valid'],
  [[4, 3, 3, 5], [3, 3, 5, 3], 1, 'valid'],
  [[2, 2, 2, 16], [3, 3, 16, 16], 1, 'same'],
  [[1, 20, 20, 8], [3, 3, 8, 12], 1, 'same'],
  [[0, 8, 8, 3], [3, 3, 3, 4], 1, 'same'],
];

const dilatedRows: typeof rows = [
  [[2, 9, 9, 3], [3, 3, 3, 2], 1, 'same', 2],
  [[1, 12, 11, 4], [3, 3, 4, 1], 1, 'valid', 3],
];

function convolution([x, filter, strides, pad, dilation = 1]: (typeof rows)[number]): Convolution {
  return {
    x,
    filter,
    strides: typeof strides === 'number' ? [strides, strides] : strides,
    pad,
    dilations: [dilation, dilation],
  };
}

const titled = (c: Convolution): [string, Convolution] => [
  `x ${c.x}, kernel ${c.filter}, strides ${c.strides}, padding ${c.pad}, dilations ${c.dilations}`,
  c,
];

/** Kernels of 1 to 7, strides of 1 to 4, every kind of padding, odd sizes, few channels, no images. */
export const convolutions = rows.map(convolution).map(titled);

/** The same for depthwise convolutions (the last number of the kernel's shape is the multiplier). */
export const depthwiseConvolutions = rows
  .map(convolution)
  .map((c) => ({ ...c, filter: [...c.filter.slice(0, 3), Math.min(c.filter[3], 3)] as Four }))
  .map(titled);

/** Dilated depthwise convolutions, whose gradients the cpu backend computes as if undilated. */
export const dilatedConvolutions = dilatedRows.map(convolution).map(titled);

/** Shape of the convolution's output. */
export function outputShape(
  { x, filter, strides, pad, dilations }: Convolution,
  depthwise = false,
): number[] {
  return backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, undefined, depthwise)
    .outShape;
}
