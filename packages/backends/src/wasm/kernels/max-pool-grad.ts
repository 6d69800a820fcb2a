import { backend_util, MaxPool3DGrad, MaxPoolGrad } from '@tensorflow/tfjs-core';
import type { MaxPool3DGradAttrs, MaxPoolGradAttrs } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { spreadToMaxima } from '../pool-gradient.js';
import type { PoolSizes } from '../pool-gradient.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

type Inputs = Tensors<'dy' | 'input' | 'output'>;

/**
 * Gradient of max pooling of images [B,H,W,C]: each number of dy goes to the largest value of its
 * window. The published kernel finds none in windows of negative values, and loses their gradients.
 */
export const maxPoolGrad = replacedKernel<Inputs, MaxPoolGradAttrs>(
  MaxPoolGrad,
  ({ inputs, attrs, backend }) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = inputs.input.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(
      shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    return gradient(backend, inputs, {
      batch: info.batchSize,
      channels: info.inChannels,
      input: [1, info.inHeight, info.inWidth],
      output: [1, info.outHeight, info.outWidth],
      filter: [1, info.filterHeight, info.filterWidth],
      strides: [1, info.strideHeight, info.strideWidth],
      before: [0, info.padInfo.top, info.padInfo.left],
    });
  },
);

/** Gradient of max pooling of volumes [B,D,H,W,C]. */
export const maxPool3DGrad = replacedKernel<Inputs, MaxPool3DGradAttrs>(
  MaxPool3DGrad,
  ({ inputs, attrs, backend }) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = inputs.input.shape as [number, number, number, number, number];
    const info = backend_util.computePool3DInfo(
      shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    return gradient(backend, inputs, {
      batch: info.batchSize,
      channels: info.inChannels,
      input: [info.inDepth, info.inHeight, info.inWidth],
      output: [info.outDepth, info.outHeight, info.outWidth],
      filter: [info.filterDepth, info.filterHeight, info.filterWidth],
      strides: [info.strideDepth, info.strideHeight, info.strideWidth],
      before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    });
  },
);

function gradient(backend: BackendWasm, { dy, input }: Inputs, sizes: PoolSizes): TensorInfo {
  const dx = backend.makeOutput(input.shape, 'float32');
  const sums = (backend.typedArrayFromHeap(dx) as Float32Array).fill(0);
  const given = backend.typedArrayFromHeap(dy) as Float32Array;
  spreadToMaxima(sizes, given, backend.typedArrayFromHeap(input), sums);
  return dx;
}
