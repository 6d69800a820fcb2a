import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Onednn } from '../../engine/onednn.js';
import { Storage } from '../../engine/constants.js';
import type { Descriptor } from '../../engine/descriptor.js';

type Shape4D = [number, number, number, number];

/** The attributes that all convolution kernels share. */
export interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** One convolution's shapes, in oneDNN's terms. */
export interface ConvolutionGeometry {
  readonly key: string;
  readonly inShape: Shape4D;
  readonly outShape: Shape4D;
  readonly filterShape: Shape4D;
  /** Whether there is nothing to compute. */
  readonly empty: boolean;
  readonly source: Descriptor;
  readonly destination: Descriptor;
  /** The filter as tfjs stores it, HWIO. */
  readonly filter: Descriptor;
  /** The filter in whatever layout the library prefers. */
  readonly anyFilter: Descriptor;
  readonly strides: BigInt64Array;
  /** oneDNN counts the gaps: 0 is dense. */
  readonly dilations: BigInt64Array;
  readonly before: BigInt64Array;
  readonly after: BigInt64Array;
}

const known = new WeakMap<Onednn, Map<string, ConvolutionGeometry>>();

/** The geometry of a convolution, computed once for each combination of shapes and attributes. */
export function convolutionGeometry(
  onednn: Onednn,
  inShape: readonly number[],
  filterShape: readonly number[],
  attrs: ConvolutionAttrs,
  depthwise = false,
): ConvolutionGeometry {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
  const key = `${inShape}|${filterShape}|${strides}|${pad}|${dataFormat}|${dilations}|${dimRoundingMode}|${depthwise}`;
  let geometries = known.get(onednn);
  if (!geometries) known.set(onednn, (geometries = new Map()));
  let geometry = geometries.get(key);
  if (!geometry) {
    const info = backend_util.computeConv2DInfo(
      inShape as Shape4D,
      filterShape as Shape4D,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      depthwise,
      backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC'),
    );
    geometries.set(key, (geometry = describe(onednn, info, filterShape as Shape4D, depthwise)));
  }
  return geometry;
}

function describe(
  { descriptors }: Onednn,
  info: backend_util.Conv2DInfo,
  filterShape: Shape4D,
  depthwise: boolean,
): ConvolutionGeometry {
  const { batchSize: n, inChannels, outChannels, filterHeight: kh, filterWidth: kw } = info;
  const image = (c: number, h: number, w: number) =>
    descriptors.strided([n, c, h, w], Storage.f32, imageStrides(info.dataFormat, c, h, w));
  const [, , third, last] = filterShape;
  const filterDims = depthwise ? [third, last, 1, kh, kw] : [last, third, kh, kw];
  const row = third * last;
  const filterStrides = depthwise ? [last, 1, last, kw * row, row] : [1, last, kw * row, row];
  const pair = (a: number, b: number) => BigInt64Array.of(BigInt(a), BigInt(b));
  const bottom = padAfter(
    info.inHeight,
    info.outHeight,
    info.effectiveFilterHeight,
    info.strideHeight,
    info.padInfo.top,
  );
  const right = padAfter(
    info.inWidth,
    info.outWidth,
    info.effectiveFilterWidth,
    info.strideWidth,
    info.padInfo.left,
  );
  const geometry = {
    inShape: info.inShape,
    outShape: info.outShape,
    filterShape,
    empty: [info.inShape, info.outShape, filterShape].some((s) => util.sizeFromShape(s) === 0),
    source: image(inChannels, info.inHeight, info.inWidth),
    destination: image(outChannels, info.outHeight, info.outWidth),
    filter: descriptors.strided(filterDims, Storage.f32, filterStrides),
    anyFilter: descriptors.any(filterDims, Storage.f32),
    strides: pair(info.strideHeight, info.strideWidth),
    dilations: pair(info.dilationHeight - 1, info.dilationWidth - 1),
    before: pair(info.padInfo.top, info.padInfo.left),
    after: pair(bottom, right),
  };
  const { source, destination, filter, strides, dilations, before, after } = geometry;
  const keys = [source.key, destination.key, filter.key, strides, dilations, before, after];
  return { ...geometry, key: keys.join('|') };
}

/** Strides of an image's logical dimensions [N, C, H, W] in the given data format. */
export function imageStrides(dataFormat: string, c: number, h: number, w: number): number[] {
  return dataFormat === 'channelsFirst' ? [c * h * w, h * w, w, 1] : [c * h * w, 1, w * c, c];
}

/** The padding after the image with which oneDNN comes to the same output size. */
export function padAfter(
  inSize: number,
  outSize: number,
  effectiveFilter: number,
  stride: number,
  before: number,
): number {
  return Math.max(0, (outSize - 1) * stride + effectiveFilter - inSize - before);
}
