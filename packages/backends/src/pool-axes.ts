import { backend_util } from '@tensorflow/tfjs-core';
import type { AvgPool3DAttrs, AvgPoolAttrs } from '@tensorflow/tfjs-core';

/** The windows of a pooling along one axis of the image. */
export interface PoolAxis {
  readonly length: number;
  readonly windows: number;
  /** Of a window. */
  readonly size: number;
  readonly stride: number;
  /** How far the first window reaches out of the image. */
  readonly before: number;
}

type Attrs<Pool extends AvgPoolAttrs | AvgPool3DAttrs> = Pick<
  Pool,
  'filterSize' | 'strides' | 'pad' | 'dimRoundingMode'
>;

/** The axes of a pooling of images [B,H,W,C]: height and width. */
export function poolAxes2d(
  shape: readonly number[],
  attrs: Attrs<AvgPoolAttrs>,
): [PoolAxis, PoolAxis] {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const image = shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(image, filterSize, strides, 1, pad, dimRoundingMode);
  const { top, left } = info.padInfo;
  return [axisOf(info, 'Height', top), axisOf(info, 'Width', left)];
}

/** The axes of a pooling of volumes [B,D,H,W,C]: depth, height and width. */
export function poolAxes3d(
  shape: readonly number[],
  attrs: Attrs<AvgPool3DAttrs>,
): [PoolAxis, PoolAxis, PoolAxis] {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const volume = shape as [number, number, number, number, number];
  const info = backend_util.computePool3DInfo(volume, filterSize, strides, 1, pad, dimRoundingMode);
  const { front, top, left } = info.padInfo;
  return [axisOf(info, 'Depth', front), axisOf(info, 'Height', top), axisOf(info, 'Width', left)];
}

type Sizes<Name extends string> = Readonly<
  Record<`${'in' | 'out' | 'filter' | 'stride'}${Name}`, number>
>;

function axisOf<Name extends 'Depth' | 'Height' | 'Width'>(
  info: Sizes<Name>,
  name: Name,
  before: number,
): PoolAxis {
  const all = info as Readonly<Record<string, number>>;
  return {
    length: all[`in${name}`],
    windows: all[`out${name}`],
    size: all[`filter${name}`],
    stride: all[`stride${name}`],
    before,
  };
}
