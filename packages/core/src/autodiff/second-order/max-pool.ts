import {
  MaxPoolGrad,
  add,
  avgPool,
  backend_util,
  engine,
  mul,
  ones,
  pad as padWith,
  tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { GradConfig, MaxPoolGradAttrs, Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/** The gradient of max pooling's gradient: what lies where each window has its largest value. */
export const maxPoolGradient: GradConfig = {
  kernelName: MaxPoolGrad,
  inputsToSave: ['input', 'output'],
  gradFunc: (ddx, saved, attrs) => {
    const [input, output] = saved as Tensor4D[];
    const toMaxima = (dy: Tensor) =>
      engine().runKernel<Tensor4D>(MaxPoolGrad, { dy, input, output }, attrs);
    const windows = windowsOf(input, attrs as unknown as MaxPoolGradAttrs);
    return {
      dy: () => atMaxima(ddx as Tensor4D, output, windows, toMaxima),
      input: () => zerosLike(input),
      output: () => zerosLike(output),
    };
  },
};

/** Where windows lie along the rows, or along the columns. */
interface Axis {
  readonly count: number;
  readonly size: number;
  readonly stride: number;
  /** How far the first and the last one reach out of the image. */
  readonly outside: [number, number];
}

/**
 * Transposes `toMaxima`, which takes a number of each window to where the window has its largest value,
 * whichever of equal ones the backend takes. Where no windows overlap, ones taken there are a mask that
 * leaves one value in each window, which is then their sum. Else that is done for groups of windows that
 * do not overlap.
 */
function atMaxima(
  values: Tensor4D,
  output: Tensor4D,
  [rows, columns]: readonly [Axis, Axis],
  toMaxima: (dy: Tensor) => Tensor4D,
): Tensor {
  const paddings: [number, number][] = [[0, 0], rows.outside, columns.outside, [0, 0]];
  const reachesOut = paddings.flat().some((size) => size > 0);
  const everywhere = ones(output.shape);
  const parts = groupsOf(rows).flatMap((ofRows) =>
    groupsOf(columns).map((ofColumns) => {
      const group = mul(
        mul(tensor(ofRows, [1, rows.count, 1, 1]), tensor(ofColumns, [1, 1, columns.count, 1])),
        ones([1, 1, 1, output.shape[3]]),
      );
      const masked = mul<Tensor4D>(toMaxima(mul(everywhere, group)), values);
      const means = avgPool(
        reachesOut ? padWith(masked, paddings) : masked,
        [rows.size, columns.size],
        [rows.stride, columns.stride],
        'valid',
      );
      return mul(means, mul(group, rows.size * columns.size));
    }),
  );
  return parts.reduce((sum, part) => add(sum, part));
}

/** Groups of windows that do not overlap: 1 for each window that belongs to it, else 0. */
function groupsOf({ count, size, stride }: Axis): number[][] {
  const apart = Math.ceil(size / stride);
  return Array.from({ length: apart }, (_, group) =>
    Array.from({ length: count }, (_, window) => Number(window % apart === group)),
  );
}

function windowsOf(
  { shape }: Tensor4D,
  { filterSize, strides, pad, dimRoundingMode }: MaxPoolGradAttrs,
): [Axis, Axis] {
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const axis = (extent: number, count: number, size: number, stride: number, before: number) => {
    const after = Math.max(0, (count - 1) * stride + size - extent - before);
    return { count, size, stride, outside: [before, after] as [number, number] };
  };
  return [
    axis(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
    axis(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
  ];
}
