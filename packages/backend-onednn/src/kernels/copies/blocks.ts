import {
  backend_util,
  BatchToSpaceND,
  DepthToSpace,
  SpaceToBatchND,
  util,
} from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';

/** `x` read in another shape, its axes reordered, and that read in a third shape. */
function rearranged(
  backend: OnednnBackend,
  x: TensorInfo,
  [shape, perm, result]: readonly [number[], number[], number[]],
): TensorInfo {
  const y = runKernel(backend, 'Transpose', { x: { ...x, shape } }, { perm });
  return { ...y, shape: result };
}

interface SpaceToBatchAttrs {
  readonly blockShape: number[];
  readonly paddings: number[][];
}

interface BatchToSpaceAttrs {
  readonly blockShape: number[];
  readonly crops: number[][];
}

interface DepthToSpaceAttrs {
  readonly blockSize: number;
  readonly dataFormat: string;
}

/** Kernels that take blocks of pixels to the batch or back, or channels to blocks of pixels. */
export const blockKernels: readonly OnednnKernel[] = [
  defineKernel<{ x: TensorInfo }, SpaceToBatchAttrs>(SpaceToBatchND, (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    if (x.dtype === 'complex64' || x.dtype === 'string') return fallBack(SpaceToBatchND, call);
    const { blockShape } = attrs;
    const rest = x.shape.slice(1 + blockShape.length).map(() => [0, 0]);
    const paddings = [[0, 0], ...attrs.paddings, ...rest];
    const padded = runKernel(backend, 'PadV2', { x }, { paddings, constantValue: 0 });
    const count = util.sizeFromShape(blockShape);
    const shape = backend_util.getReshaped(padded.shape, blockShape, count, false);
    const perm = backend_util.getPermuted(shape.length, blockShape.length, false);
    const result = backend_util.getReshapedPermuted(padded.shape, blockShape, count, false);
    const y = rearranged(backend, padded, [shape, perm, result]);
    backend.disposeIntermediateTensorInfo(padded);
    return y;
  }),
  defineKernel<{ x: TensorInfo }, BatchToSpaceAttrs>(BatchToSpaceND, (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    if (x.dtype === 'complex64' || x.dtype === 'string') return fallBack(BatchToSpaceND, call);
    const { blockShape, crops } = attrs;
    const count = util.sizeFromShape(blockShape);
    const shape = backend_util.getReshaped(x.shape, blockShape, count);
    const perm = backend_util.getPermuted(shape.length, blockShape.length);
    const result = backend_util.getReshapedPermuted(x.shape, blockShape, count);
    const whole = rearranged(backend, x, [shape, perm, result]);
    const begin = backend_util.getSliceBeginCoords(crops, blockShape.length);
    const size = backend_util.getSliceSize(result, crops, blockShape.length);
    const y = runKernel(backend, 'Slice', { x: whole }, { begin, size });
    backend.disposeIntermediateTensorInfo(whole);
    return y;
  }),
  defineKernel<{ x: TensorInfo }, DepthToSpaceAttrs>(DepthToSpace, (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    const { blockSize: b, dataFormat } = attrs;
    if (dataFormat !== 'NHWC' || x.dtype === 'complex64') return fallBack(DepthToSpace, call);
    const [n, h, w, c] = x.shape;
    const depth = c / (b * b);
    return rearranged(backend, x, [
      [n, h, w, b, b, depth],
      [0, 1, 3, 2, 4, 5],
      [n, h * b, w * b, depth],
    ]);
  }),
];
