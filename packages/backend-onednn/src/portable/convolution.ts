import { backend_util, util } from '@tensorflow/tfjs-core';
import { anyLayout, strided } from './array.js';
import type { ArrayDescriptor } from './array.js';
import type { SlidingWindow } from './sliding-window.js';
import { Storage } from './storage.js';

type Shape4D = [number, number, number, number];

/** The attributes that all convolution kernels share. */
export interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  /** Groups of channels that do not mix; 1 by default. */
  readonly groups?: number;
}

/** One convolution's shapes and layouts. */
export interface ConvolutionGeometry extends SlidingWindow {
  readonly key: string;
  readonly inShape: Shape4D;
  readonly outShape: Shape4D;
  readonly filterShape: Shape4D;
  /** Whether there is nothing to compute. */
  readonly empty: boolean;
  /** Groups of channels that do not mix; as many as there are channels where depthwise. */
  readonly groups: number;
  /** NHWC, not NCHW. */
  readonly channelsLast: boolean;
  /** The filter as tfjs stores it, HWIO. */
  readonly filter: ArrayDescriptor;
  /** The filter in whatever layout the library prefers. */
  readonly anyFilter: ArrayDescriptor;
  /** Gaps between the taps: 0 is dense. */
  readonly dilations: readonly number[];
}

/** A program whose shapes never repeat must not remember them all. */
const mostKnown = 4096;

const known = new Map<string, ConvolutionGeometry>();

/** What the geometry of a convolution follows from. */
interface ConvolutionShapes {
  readonly inShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly attrs: ConvolutionAttrs;
  /** Default: false. */
  readonly depthwise?: boolean;
  /** Of the images, and of the filter while it is worked with; the filter's own, and its gradient's, is f32. */
  readonly storage: Storage;
}

/** The geometry of a convolution, computed once for each combination of shapes and attributes. */
export function convolutionGeometry({
  inShape,
  filterShape,
  attrs,
  depthwise = false,
  storage,
}: ConvolutionShapes): ConvolutionGeometry {
  const { strides, pad, dataFormat, dilations, dimRoundingMode, groups = 1 } = attrs;
  const key = `${inShape}|${filterShape}|${strides}|${pad}|${dataFormat}|${dilations}|${dimRoundingMode}|${depthwise}|${groups}|${storage}`;
  let geometry = known.get(key);
  if (!geometry) {
    util.assert(
      inShape.length === 4 && filterShape.length === 4,
      () =>
        `A convolution needs images and a filter of four axes, not [${inShape}] and [${filterShape}].`,
    );
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
    geometry = describe(
      info,
      filterShape as Shape4D,
      depthwise,
      depthwise ? info.inChannels : groups,
      storage,
    );
    if (known.size >= mostKnown) known.clear();
    known.set(key, geometry);
  }
  return geometry;
}

function describe(
  info: backend_util.Conv2DInfo,
  filterShape: Shape4D,
  depthwise: boolean,
  groups: number,
  storage: Storage,
): ConvolutionGeometry {
  const { batchSize: n, inChannels, outChannels, filterHeight: kh, filterWidth: kw } = info;
  const image = (c: number, h: number, w: number) =>
    strided([n, c, h, w], storage, imageStrides(info.dataFormat, c, h, w));
  const [, , third, last] = filterShape;
  const row = third * last;
  // [O, I, kh, kw], behind the groups where there are several; a depthwise filter's third axis is its groups
  const single = { dims: [last, third, kh, kw], strides: [1, last, kw * row, row] };
  const perGroup = depthwise ? last : last / groups;
  const grouped = {
    dims: [groups, perGroup, depthwise ? 1 : third, kh, kw],
    strides: [perGroup, 1, last, kw * row, row],
  };
  const { dims: filterDims, strides: filterStrides } = depthwise || groups > 1 ? grouped : single;
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
    groups,
    channelsLast: info.dataFormat === 'channelsLast',
    empty: [info.inShape, info.outShape, filterShape].some((s) => util.sizeFromShape(s) === 0),
    source: image(inChannels, info.inHeight, info.inWidth),
    destination: image(outChannels, info.outHeight, info.outWidth),
    filter: strided(filterDims, Storage.f32, filterStrides),
    anyFilter: anyLayout(filterDims, storage),
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight - 1, info.dilationWidth - 1],
    before: [info.padInfo.top, info.padInfo.left],
    after: [bottom, right],
  };
  return { ...geometry, key: keyOf(geometry) };
}

/** The same convolution of other images, with the padding behind them. */
export function withImages(
  geometry: ConvolutionGeometry,
  source: ArrayDescriptor,
  destination: ArrayDescriptor,
  after: readonly number[],
): ConvolutionGeometry {
  const shape = ({ dims: [n, c, h, w] }: ArrayDescriptor): Shape4D => [n, h, w, c];
  const changed = {
    ...geometry,
    ...{ source, destination, after, inShape: shape(source), outShape: shape(destination) },
  };
  return { ...changed, key: keyOf(changed) };
}

/** Images [N, H, W, C]. */
export function channelsLastImage(
  n: number,
  h: number,
  w: number,
  c: number,
  storage: Storage,
): ArrayDescriptor {
  return strided([n, c, h, w], storage, imageStrides('channelsLast', c, h, w));
}

function keyOf(geometry: Omit<ConvolutionGeometry, 'key'>): string {
  const { source, destination, filter, strides, dilations, before, after } = geometry;
  return [source.key, destination.key, filter.key, strides, dilations, before, after].join('|');
}

/** Strides of an image's logical dimensions [N, C, H, W] in the given data format. */
export function imageStrides(dataFormat: string, c: number, h: number, w: number): number[] {
  return dataFormat === 'channelsFirst' ? [c * h * w, h * w, w, 1] : [c * h * w, 1, w * c, c];
}

/** The padding after the image that the output's size asks for. */
export function padAfter(
  inSize: number,
  outSize: number,
  effectiveFilter: number,
  stride: number,
  before: number,
): number {
  return Math.max(0, (outSize - 1) * stride + effectiveFilter - inSize - before);
}
