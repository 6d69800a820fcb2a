import { ResizeNearestNeighbor, ResizeNearestNeighborGrad } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { nearestPlaces } from '../../portable/resize.js';
import type { ResizeAttrs } from '../../portable/resize.js';
import { stridedCopy } from '../../primitives/strided-copy.js';
import { gatherAxis } from '../selection/gather.js';

/** How often each of `count` pixels is taken, one after the other, where that is the same for all. */
function repetition(chosen: readonly number[], count: number): number | undefined {
  const times = chosen.length / count;
  const regular = Number.isInteger(times) && chosen.every((at, i) => at === Math.floor(i / times));
  return regular ? times : undefined;
}

/** Images [N, H, W, C] at another size, each pixel that of the nearest; and the gradient of that. */
export const resizeNearestKernels: readonly OnednnKernel[] = [
  defineKernel<{ images: TensorInfo }, ResizeAttrs>(ResizeNearestNeighbor, (call) => {
    const { inputs, attrs, backend } = call;
    const { images } = inputs;
    const [n, h, w, c] = images.shape;
    const [height, width] = attrs.size;
    if (images.dtype !== 'float32' || n * c * Math.min(h * w, height * width) < worthwhileSize) {
      return fallBack(ResizeNearestNeighbor, call);
    }
    const [rows, columns] = [nearestPlaces(h, height, attrs), nearestPlaces(w, width, attrs)];
    const [down, across] = [repetition(rows, h), repetition(columns, w)];
    if (down && across) return repeated(backend, images, [down, across]);
    const tall = gatherAxis(backend, images, 1, rows);
    const y = gatherAxis(backend, tall, 2, columns);
    backend.disposeIntermediateTensorInfo(tall);
    return y;
  }),
  defineKernel<{ images: TensorInfo; dy: TensorInfo }, ResizeAttrs>(
    ResizeNearestNeighborGrad,
    (call) => {
      const { inputs, attrs, backend } = call;
      const { images, dy } = inputs;
      const [n, h, w, c] = images.shape;
      const [, height, width] = dy.shape;
      const down = repetition(nearestPlaces(h, height, attrs), h);
      const across = repetition(nearestPlaces(w, width, attrs), w);
      if (dy.dtype !== 'float32' || !down || !across || n * h * w * c < worthwhileSize) {
        return fallBack(ResizeNearestNeighborGrad, call);
      }
      const x = { ...dy, shape: [n, h, down, w, across, c] };
      return runKernel(backend, 'Sum', { x }, { axis: [2, 4], keepDims: false });
    },
  ),
];

function repeated(
  backend: OnednnBackend,
  images: TensorInfo,
  [down, across]: readonly [number, number],
): TensorInfo {
  const [n, h, w, c] = images.shape;
  const source = backend.dataOf(images);
  const { storage } = source;
  const y = backend.output([n, h * down, w * across, c], 'float32', storage);
  const dims = [n * h, down, w, across, c];
  stridedCopy(backend.onednn, {
    ...{ dims, storage },
    from: { place: source, strides: [w * c, 0, c, 0, 1] },
    to: { place: y.data, strides: rowMajor(dims) },
  });
  return y;
}
