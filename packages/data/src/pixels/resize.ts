import type { Image } from '../image.js';
import { newImage } from './new-image.js';
import type { Window } from './windows.js';

/** How pixels in between are made. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic';

/** A function of the distance in pixels, and where it ends. */
interface Filter {
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Keys' cubic with a = −0.5. */
function cubic(x: number): number {
  const [a, t] = [-0.5, Math.abs(x)];
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
}

const filters: Readonly<Record<Exclude<Interpolation, 'nearest'>, Filter>> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: cubic },
};

/** Bits behind the point of the weights. */
const precision = 22;

/** For each pixel of the result from which of the image on it is a sum, and of how many. */
interface Sums {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** [length of the result, most], fixed-point. */
  readonly weights: Int32Array;
  readonly most: number;
}

/** Where `start` to `start + length` of an axis of `size` pixels becomes `to` pixels. */
function planSums(
  { support, weight }: Filter,
  size: number,
  to: number,
  [left, width]: readonly [number, number],
): Sums {
  // Pillow's windows are float32
  const start = Math.fround(left);
  const scale = Math.fround(Math.fround(left + width) - start) / to;
  // where the image shrinks the filter widens, so that no pixel is passed over
  const stretch = Math.max(scale, 1);
  const reach = support * stretch;
  const most = Math.ceil(reach) * 2 + 1;
  const sums = {
    first: new Int32Array(to),
    count: new Int32Array(to),
    weights: new Int32Array(to * most),
    most,
  };
  for (let i = 0; i < to; i++) {
    const centre = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(size, Math.trunc(centre + reach + 0.5));
    const weights = Array.from({ length: end - first }, (_, k) =>
      weight((first + k - centre + 0.5) / stretch),
    );
    const total = weights.reduce((sum, w) => sum + w, 0);
    sums.first[i] = first;
    sums.count[i] = end - first;
    weights.forEach((w, k) => {
      const share = (total === 0 ? w : w / total) * 2 ** precision;
      sums.weights[i * most + k] = Math.trunc(share + (share < 0 ? -0.5 : 0.5));
    });
  }
  return sums;
}

const rounded = 1 << (precision - 1);

const clamp = (sum: number): number => {
  const value = sum >> precision;
  return value < 0 ? 0 : value > 255 ? 255 : value;
};

/** Along rows: [height, width, channels] → [height, to, channels]. */
function resizeRows(image: Image, sums: Sums): Image {
  const { height, width, channels } = image;
  const result = newImage({ height, width: sums.first.length, channels });
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width * channels, y * result.width * channels];
    if (channels === 3) resizeRgbRow(image.pixels, from, sums, result.pixels, to);
    else resizeRow(image.pixels, from, sums, result.pixels, to, channels);
  }
  return result;
}

function resizeRow(
  pixels: Uint8Array,
  row: number,
  { first, count, weights, most }: Sums,
  result: Uint8Array,
  at: number,
  channels: number,
): void {
  for (let x = 0; x < first.length; x++) {
    for (let c = 0; c < channels; c++) {
      let sum = rounded;
      for (let k = 0, from = row + first[x] * channels + c; k < count[x]; k++, from += channels) {
        sum = (sum + Math.imul(pixels[from], weights[x * most + k])) | 0;
      }
      result[at++] = clamp(sum);
    }
  }
}

/** The same for three channels at a time, which takes a third of the time. */
function resizeRgbRow(
  pixels: Uint8Array,
  row: number,
  { first, count, weights, most }: Sums,
  result: Uint8Array,
  at: number,
): void {
  for (let x = 0; x < first.length; x++) {
    let r = rounded;
    let g = rounded;
    let b = rounded;
    let from = row + 3 * first[x];
    const start = x * most;
    const end = start + count[x];
    for (let k = start; k < end; k++, from += 3) {
      const weight = weights[k];
      r = (r + Math.imul(pixels[from], weight)) | 0;
      g = (g + Math.imul(pixels[from + 1], weight)) | 0;
      b = (b + Math.imul(pixels[from + 2], weight)) | 0;
    }
    result[at++] = clamp(r);
    result[at++] = clamp(g);
    result[at++] = clamp(b);
  }
}

/** Along columns: [height, width, channels] → [to, width, channels], row by row as memory lies. */
function resizeColumns(image: Image, { first, count, weights, most }: Sums): Image {
  const { pixels, width, channels } = image;
  const to = first.length;
  const row = width * channels;
  const result = newImage({ height: to, width, channels });
  const sums = new Int32Array(row);
  for (let y = 0; y < to; y++) {
    sums.fill(rounded);
    for (let k = 0; k < count[y]; k++) {
      const [weight, start] = [weights[y * most + k], (first[y] + k) * row];
      for (let i = 0; i < row; i++) sums[i] = (sums[i] + Math.imul(pixels[start + i], weight)) | 0;
    }
    for (let i = 0; i < row; i++) {
      result.pixels[y * row + i] = clamp(sums[i]);
    }
  }
  return result;
}

function resizeNearest(image: Image, { height, width }: Size, box: Window): Image {
  const { pixels, channels } = image;
  const result = newImage({ height, width, channels });
  const place = (start: number, length: number, to: number, size: number) => {
    const step = length / to;
    let at = start + step / 2;
    return Int32Array.from({ length: to }, () => {
      const found = Math.min(size - 1, Math.floor(at));
      at += step; // added up, as Pillow does: halves fall to the same side
      return found;
    });
  };
  const rows = place(box.top, box.height, height, image.height);
  const columns = place(box.left, box.width, width, image.width);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (rows[y] * image.width + columns[x]) * channels;
      for (let c = 0; c < channels; c++) result.pixels[to++] = pixels[from + c];
    }
  }
  return result;
}

/** Of an image, in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

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
  const filter = filters[interpolation];
  const same = (start: number, length: number, from: number, to: number) =>
    start === 0 && length === from && from === to;
  let result = image;
  if (!same(box.left, box.width, image.width, size.width)) {
    const plan = planSums(filter, image.width, size.width, [box.left, box.width]);
    result = resizeRows(result, plan);
  }
  if (!same(box.top, box.height, image.height, size.height)) {
    const plan = planSums(filter, image.height, size.height, [box.top, box.height]);
    result = resizeColumns(result, plan);
  }
  return result;
}
