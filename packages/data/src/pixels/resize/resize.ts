import type { Image } from '../../image.js';
import type { Window } from '../windows.js';
import { columnsBySimd, rowsBySimd } from './by-simd.js';
import { resizeColumns, resizeRows } from './in-javascript.js';
import { resizeNearest } from './nearest.js';
import type { Size } from './nearest.js';
import { planSums } from './plan-sums.js';
import type { Interpolation } from './plan-sums.js';

/**
 * The image, or the window `box` of it, at another size: Pillow's `Image.resize`, bit for bit. Where the image
 * shrinks the filters widen (antialiasing). Pixels beside the window count where the filter reaches them.
 */
export function resize(
  image: Image,
  size: Size,
  interpolation: Interpolation,
  box: Window = { top: 0, left: 0, height: image.height, width: image.width },
): Image {
  if (interpolation === 'nearest') return resizeNearest(image, size, box);
  const same = (start: number, length: number, from: number, to: number) =>
    start === 0 && length === from && from === to;
  let result = image;
  if (!same(box.left, box.width, image.width, size.width)) {
    const plan = planSums(interpolation, image.width, size.width, [box.left, box.width]);
    result = rowsBySimd(result, plan) ?? resizeRows(result, plan);
  }
  if (!same(box.top, box.height, image.height, size.height)) {
    const plan = planSums(interpolation, image.height, size.height, [box.top, box.height]);
    result = columnsBySimd(result, plan) ?? resizeColumns(result, plan);
  }
  return result;
}
