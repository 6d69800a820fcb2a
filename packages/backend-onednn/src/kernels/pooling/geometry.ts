import { backend_util, util } from '@tensorflow/tfjs-core';
import { Storage } from '../../engine/constants.js';
import type { Descriptor } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { imageStrides, padAfter } from '../convolution/geometry.js';

export interface PoolingAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export interface PoolingGeometry {
  readonly key: string;
  readonly inShape: number[];
  readonly outShape: number[];
  /** Whether the library can do it: no window may lie outside of the image, and none may be empty. */
  readonly native: boolean;
  readonly source: Descriptor;
  readonly destination: Descriptor;
  /** strides, window, padding before and after: the library's order. */
  readonly window: readonly BigInt64Array[];
}

/** The shapes of a pooling of images [N, H, W, C], in oneDNN's terms. */
export function poolingGeometry(
  { descriptors }: Onednn,
  shape: number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolingAttrs,
): PoolingGeometry {
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
    descriptors.strided([n, c, h, w], Storage.f32, imageStrides(info.dataFormat, c, h, w));
  const pair = (a: number, b: number) => BigInt64Array.of(BigInt(a), BigInt(b));
  const source = image(info.inHeight, info.inWidth);
  const destination = image(info.outHeight, info.outWidth);
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const { filterHeight, filterWidth } = info;
  const { top, left } = padInfo;
  const bottom = padAfter(inHeight, outHeight, filterHeight, strideHeight, top);
  const right = padAfter(inWidth, outWidth, filterWidth, strideWidth, left);
  const window = [
    pair(strideHeight, strideWidth),
    pair(filterHeight, filterWidth),
    pair(top, left),
    pair(bottom, right),
  ];
  return {
    key: [source.key, destination.key, ...window].join('|'),
    inShape: info.inShape,
    outShape: info.outShape,
    native:
      util.sizeFromShape(info.inShape) > 0 &&
      util.sizeFromShape(info.outShape) > 0 &&
      Math.max(top, bottom) < filterHeight &&
      Math.max(left, right) < filterWidth,
    source,
    destination,
    window,
  };
}
