import { backend_util, util } from '@tensorflow/tfjs-core';
import { strided } from './array.js';
import { imageStrides, padAfter } from './convolution.js';
import type { SlidingWindow } from './sliding-window.js';
import { Storage } from './storage.js';

export interface PoolingAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export interface PoolingGeometry extends SlidingWindow {
  readonly key: string;
  readonly inShape: number[];
  readonly outShape: number[];
  /** Whether the library can do it: no window may lie outside of the image, and none may be empty. */
  readonly native: boolean;
  /** Size of the window. */
  readonly kernel: readonly number[];
}

/** The shapes and layouts of a pooling of images [N, H, W, C]. */
export function poolingGeometry(
  shape: number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolingAttrs,
  storage: Storage = Storage.f32,
): PoolingGeometry {
  util.assert(shape.length === 4, () => `Pooling needs images of four axes, not [${shape}].`);
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { batchSize: n, inChannels: c, padInfo } = info;
  const image = (h: number, w: number) =>
    strided([n, c, h, w], storage, imageStrides(info.dataFormat, c, h, w));
  const source = image(info.inHeight, info.inWidth);
  const destination = image(info.outHeight, info.outWidth);
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { filterHeight, filterWidth } = info;
  const { top, left } = padInfo;
  const bottom = padAfter(inHeight, outHeight, filterHeight, strideHeight, top);
  const right = padAfter(inWidth, outWidth, filterWidth, strideWidth, left);
  const window = {
    strides: [strideHeight, strideWidth],
    kernel: [filterHeight, filterWidth],
    before: [top, left],
    after: [bottom, right],
  };
  return {
    key: [source.key, destination.key, ...Object.values(window)].join('|'),
    inShape: info.inShape,
    outShape: info.outShape,
    native:
      util.sizeFromShape(info.inShape) > 0 &&
      util.sizeFromShape(info.outShape) > 0 &&
      Math.max(top, bottom) < filterHeight &&
      Math.max(left, right) < filterWidth,
    source,
    destination,
    ...window,
  };
}
