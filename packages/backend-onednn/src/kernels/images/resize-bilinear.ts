import { ResizeBilinear, ResizeBilinearGrad } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { strided } from '../../portable/array.js';
import { placesOf } from '../../portable/resize.js';
import type { Places, ResizeAttrs } from '../../portable/resize.js';
import { Storage } from '../../portable/storage.js';
import { matmulPrimitive } from '../../primitives/matmul.js';
import { sumOf } from '../../primitives/may-have-nan.js';
import { gatherAxis } from '../selection/gather.js';

/** Fewer channels than this are interpolated pixel by pixel. */
const fewChannels = 8;

/** Images [N, H, W, C] at another size, interpolated; and the gradient of that. */
export const resizeBilinearKernels: readonly OnednnKernel[] = [
  defineKernel<{ images: TensorInfo }, ResizeAttrs>(ResizeBilinear, (call) => {
    const { inputs, attrs, backend } = call;
    const { images } = inputs;
    const [n, h, w, c] = images.shape;
    const [height, width] = attrs.size;
    const worthwhile = n * h * w * c >= worthwhileSize && n * height * width * c >= worthwhileSize;
    if (images.dtype !== 'float32' || c < fewChannels || !worthwhile) {
      return fallBack(ResizeBilinear, call);
    }
    // in the order of cpu, so that what is not finite spreads alike
    const wide = interpolate(backend, images, 2, placesOf(w, width, attrs));
    const y = interpolate(backend, wide, 1, placesOf(h, height, attrs));
    backend.disposeIntermediateTensorInfo(wide);
    return y;
  }),
  defineKernel<{ images: TensorInfo; dy: TensorInfo }, ResizeAttrs>(ResizeBilinearGrad, (call) => {
    const { inputs, attrs, backend } = call;
    const { images, dy } = inputs;
    const [n, h, w, c] = images.shape;
    const [, height, width] = dy.shape;
    const large = n * h * w * c >= worthwhileSize && n * height * width * c >= worthwhileSize;
    // products with 0 would spread what is not finite
    if (
      dy.dtype !== 'float32' ||
      attrs.halfPixelCenters ||
      !large ||
      !Number.isFinite(sumOf(backend.onednn, backend.dataOf(dy)))
    ) {
      return fallBack(ResizeBilinearGrad, call);
    }
    const { onednn } = backend;
    const dx = backend.output(images.shape);
    const f32 = (...dims: number[]) => strided(dims, Storage.f32);
    const [rows, columns] = [
      weights(backend, h, placesOf(h, height, attrs)),
      weights(backend, w, placesOf(w, width, attrs)),
    ];
    onednn.pool.lend(4 * n * h * width * c, (half) => {
      const [high, wide] = [f32(1, h, height), f32(1, w, width)];
      const tall = { a: high, b: f32(n, height, width * c), c: f32(n, h, width * c) };
      matmulPrimitive(onednn, tall).run({
        source: rows.data,
        weights: backend.dataOf(dy),
        destination: half,
      });
      const flat = { a: wide, b: f32(n * h, width, c), c: f32(n * h, w, c) };
      matmulPrimitive(onednn, flat).run({
        source: columns.data,
        weights: half,
        destination: dx.data,
      });
    });
    for (const info of [rows, columns]) backend.disposeIntermediateTensorInfo(info);
    return dx;
  }),
];

/** Along one axis: low + (high − low) · fraction. */
function interpolate(
  backend: OnednnBackend,
  x: TensorInfo,
  axis: number,
  { low, high, fraction }: Places,
): TensorInfo {
  if (fraction.every((part) => part === 0)) return gatherAxis(backend, x, axis, low);
  const shape = [fraction.length, ...x.shape.slice(axis + 1).map(() => 1)];
  const part = backend.output(shape);
  part.data.numbers.set(fraction);
  const [below, above] = [low, high].map((places) => gatherAxis(backend, x, axis, places));
  const difference = runKernel(backend, 'Sub', { a: above, b: below });
  const share = runKernel(backend, 'Multiply', { a: difference, b: part });
  const y = runKernel(backend, 'Add', { a: below, b: share });
  for (const info of [part, below, above, difference, share]) {
    backend.disposeIntermediateTensorInfo(info);
  }
  return y;
}

/** How much each pixel of the result, a column, takes from each of an axis of `size`, a row. */
function weights(backend: OnednnBackend, size: number, { low, high, fraction }: Places): Output {
  const matrix = backend.output([size, low.length]);
  const { numbers } = matrix.data;
  numbers.fill(0);
  low.forEach((at, i) => {
    numbers[at * low.length + i] += 1 - fraction[i];
    numbers[high[i] * low.length + i] += fraction[i];
  });
  return matrix;
}
