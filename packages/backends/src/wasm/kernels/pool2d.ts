import { AvgPool, backend_util, MaxPool } from '@tensorflow/tfjs-core';
import type { AvgPoolAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { onHost } from '../on-host.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Pooling of images [B,H,W,C]. The published kernel reads float32 numbers only, and beyond the image
 * where a window lies outside of it; both are left to the cpu backend.
 */
const pool = (kernelName: string) =>
  replacedKernel<Tensors<'x'>, AvgPoolAttrs>(kernelName, (args, stock) => {
    const { inputs, attrs } = args;
    const { filterSize, strides, pad, dimRoundingMode } = attrs;
    const shape = inputs.x.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(
      shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { padInfo, inHeight, inWidth, filterHeight, filterWidth } = info;
    const meets = (before: number, windows: number, stride: number, size: number, length: number) =>
      before < size && (windows - 1) * stride - before < length;
    const inside =
      meets(padInfo.top, info.outHeight, info.strideHeight, filterHeight, inHeight) &&
      meets(padInfo.left, info.outWidth, info.strideWidth, filterWidth, inWidth);
    if (inside && inputs.x.dtype === 'float32') return stock(args);
    return onHost(kernelName, args) as TensorInfo;
  });

/** Largest values of windows. */
export const maxPool = pool(MaxPool);

/** Averages of windows, over what lies in the image. */
export const avgPool = pool(AvgPool);
