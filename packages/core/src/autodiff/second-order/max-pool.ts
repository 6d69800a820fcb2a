import {
  MaxPoolGrad,
  add,
  backend_util,
  cast,
  equal,
  maximum,
  mul,
  pad as padWith,
  reshape,
  slice,
  stridedSlice,
  sub,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { GradConfig, MaxPoolGradAttrs, Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/**
 * The gradient of max pooling's gradient: what lies where each window has its largest value, the first
 * of them where several are equal, as in tfjs-core's own gradient.
 */
export const maxPoolGradient: GradConfig = {
  kernelName: MaxPoolGrad,
  inputsToSave: ['input', 'output'],
  gradFunc: (ddx, saved, attrs) => {
    const [input, output] = saved as Tensor4D[];
    return {
      dy: () => atMaxima(ddx as Tensor4D, input, output, attrs as unknown as MaxPoolGradAttrs),
      input: () => zerosLike(input),
      output: () => zerosLike(output),
    };
  },
};

function atMaxima(
  values: Tensor4D,
  input: Tensor4D,
  output: Tensor4D,
  { filterSize, strides, pad, dimRoundingMode }: MaxPoolGradAttrs,
): Tensor {
  const info = backend_util.computePool2DInfo(
    input.shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = info;
  const { top, left } = info.padInfo;
  const [bottom, right] = [
    Math.max(0, (outHeight - 1) * strideHeight + filterHeight - info.inHeight - top),
    Math.max(0, (outWidth - 1) * strideWidth + filterWidth - info.inWidth - left),
  ];
  const padded = (x: Tensor4D, value: number) =>
    padWith(
      x,
      [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      value,
    ) as Tensor4D;
  const [allValues, allInputs] = [padded(values, 0), padded(input, -Infinity)];
  /** What the tap (i, j) of each window sees. */
  const at = (x: Tensor4D, i: number, j: number) => {
    const height = (outHeight - 1) * strideHeight + 1;
    const width = (outWidth - 1) * strideWidth + 1;
    const window = slice(x, [0, i, j, 0], [-1, height, width, -1]);
    if (strideHeight === 1 && strideWidth === 1) return window;
    const end = window.shape.slice();
    return reshape(
      stridedSlice(window, [0, 0, 0, 0], end, [1, strideHeight, strideWidth, 1]),
      output.shape,
    );
  };
  let result: Tensor = zerosLike(output);
  let found: Tensor = zerosLike(output);
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      const isMaximum = cast(equal(at(allInputs, i, j), output), 'float32');
      const isFirst = maximum(sub(isMaximum, found), 0);
      result = add(result, mul(isFirst, at(allValues, i, j)));
      found = maximum(found, isMaximum);
    }
  }
  return result;
}
