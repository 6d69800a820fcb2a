import { concat, reshape, slice, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** How a map of tokens is cut into windows. */
export interface WindowGeometry {
  /** Rows and columns of the map; the window divides both. */
  readonly height: number;
  readonly width: number;
  /** Side of a window. */
  readonly window: number;
  /** By how much the map is rolled up and left before it is cut. */
  readonly shift: number;
}

/** Tokens [B, H·W, D] in windows: [B · windows, window², D]. */
export function partition(x: Tensor, { height, width, window, shift }: WindowGeometry): Tensor {
  const [batch, , channels] = x.shape as [number, number, number];
  const map = rolled(reshape(x, [batch, height, width, channels]), shift);
  const [rows, columns] = [height / window, width / window];
  const cut = reshape(map, [batch, rows, window, columns, window, channels]);
  return reshape(transpose(cut, [0, 1, 3, 2, 4, 5]), [-1, window * window, channels]);
}

/** The inverse of {@link partition}. */
export function assemble(x: Tensor, { height, width, window, shift }: WindowGeometry): Tensor {
  const channels = x.shape[2] as number;
  const [rows, columns] = [height / window, width / window];
  const cut = reshape(x, [-1, rows, columns, window, window, channels]);
  const map = reshape(transpose(cut, [0, 1, 3, 2, 4, 5]), [-1, height, width, channels]);
  return reshape(rolled(map, -shift), [-1, height * width, channels]);
}

/** A map [B, H, W, D] rolled up and left by `shift`, down and right where it is negative. */
function rolled(map: Tensor, shift: number): Tensor {
  if (shift === 0) return map;
  return [1, 2].reduce((x, axis) => {
    const size = x.shape[axis];
    const first = (shift + size) % size;
    const begin = x.shape.map((_, i) => (i === axis ? first : 0));
    const head = slice(
      x,
      begin,
      x.shape.map((n, i) => (i === axis ? size - first : n)),
    );
    const tail = slice(
      x,
      x.shape.map(() => 0),
      x.shape.map((n, i) => (i === axis ? first : n)),
    );
    return concat([head, tail], axis);
  }, map);
}

/**
 * For each pair of places in a window the row of the table of relative positions [(2w-1)²] that their
 * offset has: [window⁴], rows first.
 */
export function relativePositions(window: number): Int32Array {
  const places = window * window;
  const side = 2 * window - 1;
  return Int32Array.from({ length: places * places }, (_, i) => {
    const [from, to] = [Math.floor(i / places), i % places];
    const rows = Math.floor(from / window) - Math.floor(to / window) + window - 1;
    const columns = (from % window) - (to % window) + window - 1;
    return rows * side + columns;
  });
}

/**
 * What is added to the scores of shifted windows [windows, 1, window², window²]: -100 between tokens
 * that the roll has brought together from opposite edges, 0 elsewhere. Undefined without a shift.
 */
export function shiftMask({
  height,
  width,
  window,
  shift,
}: WindowGeometry): { values: Float32Array; shape: [number, number, number, number] } | undefined {
  if (shift === 0) return undefined;
  const region = (place: number, size: number) =>
    place < size - window ? 0 : place < size - shift ? 1 : 2;
  const places = window * window;
  const columns = width / window;
  const count = (height / window) * columns;
  const regionOf = (index: number, place: number) => {
    const row = Math.floor(index / columns) * window + Math.floor(place / window);
    const column = (index % columns) * window + (place % window);
    return 3 * region(row, height) + region(column, width);
  };
  const mask = new Float32Array(count * places * places);
  for (let index = 0; index < count; index++) {
    for (let from = 0; from < places; from++) {
      for (let to = 0; to < places; to++) {
        if (regionOf(index, from) !== regionOf(index, to)) {
          mask[(index * places + from) * places + to] = -100;
        }
      }
    }
  }
  return { values: mask, shape: [count, 1, places, places] };
}
