import { precision } from './plan-sums.js';
import { assemble, get, i16x8, i32, i32x4, i8x16, set, v128, whileBelow } from './wasm.js';
import type { Code } from './wasm.js';

const increase = (local: number, by: Code): Code => set(local, i32.add(get(local), by));
const rounded = i32x4.splat(i32.const(1 << (precision - 1)));
const shifted = (sum: number) => i32x4.shrS(get(sum), i32.const(precision));

/** The kernels of resizing, whose sums are those of JavaScript: 32-bit integers. Addresses and strides are bytes. */
export interface Kernels {
  /**
   * A row of RGB pixels from `to` until `end`, each the sum of pixels of the row at `from`; for each of them an offset,
   * the length of its weights, and the weights, which lie `stride` apart. One byte more is written.
   */
  readonly row: (...parameters: RowParameters) => void;
  /** Bytes from `to` until `end`, each a sum of those `stride` apart; up to 15 more are written. */
  readonly column: (...parameters: ColumnParameters) => void;
}

type RowParameters = [
  ...[from: number, to: number, end: number, offsets: number, lengths: number],
  ...[weights: number, stride: number],
];
type ColumnParameters = [
  ...[from: number, to: number, end: number, weights: number, weightsEnd: number],
  stride: number,
];

function row(): Code {
  const [from, to, end, offsets, lengths, weights, stride, at, weight, last, sum] =
    Array(11).keys();
  // three channels and one byte more in four lanes
  const pixel = i32x4.extendLowI16x8U(i16x8.extendLowI8x16U(v128.load32Zero(get(at))));
  const words = i16x8.narrowI32x4S(shifted(sum), shifted(sum));
  return whileBelow(to, end, [
    ...set(at, i32.add(get(from), i32.load(get(offsets)))),
    ...set(weight, get(weights)),
    ...set(last, i32.add(get(weights), i32.load(get(lengths)))),
    ...set(sum, rounded),
    ...whileBelow(weight, last, [
      ...set(sum, i32x4.add(get(sum), i32x4.mul(pixel, v128.load32Splat(get(weight))))),
      ...increase(at, i32.const(3)),
      ...increase(weight, i32.const(4)),
    ]),
    ...v128.store32Lane0(get(to), i8x16.narrowI16x8U(words, words)),
    ...increase(to, i32.const(3)),
    ...increase(offsets, i32.const(4)),
    ...increase(lengths, i32.const(4)),
    ...increase(weights, get(stride)),
  ]);
}

function column(): Code {
  const [from, to, end, weights, weightsEnd, stride, at, weight, ...vectors] = Array(15).keys();
  const [factor, low, high, ...sums] = vectors;
  const parts = [
    i32x4.extendLowI16x8U(get(low)),
    i32x4.extendHighI16x8U(get(low)),
    i32x4.extendLowI16x8U(get(high)),
    i32x4.extendHighI16x8U(get(high)),
  ];
  const [first, second] = [sums.slice(0, 2), sums.slice(2)].map(([a, b]) =>
    i16x8.narrowI32x4S(shifted(a), shifted(b)),
  );
  return whileBelow(to, end, [
    ...set(at, get(from)),
    ...set(weight, get(weights)),
    ...sums.flatMap((sum) => set(sum, rounded)),
    ...whileBelow(weight, weightsEnd, [
      ...set(factor, v128.load32Splat(get(weight))),
      ...set(low, i16x8.extendLowI8x16U(v128.load(get(at)))),
      ...set(high, i16x8.extendHighI8x16U(v128.load(get(at)))),
      ...sums.flatMap((sum, i) => set(sum, i32x4.add(get(sum), i32x4.mul(parts[i], get(factor))))),
      ...increase(at, get(stride)),
      ...increase(weight, i32.const(4)),
    ]),
    ...v128.store(get(to), i8x16.narrowI16x8U(first, second)),
    ...increase(from, i32.const(16)),
    ...increase(to, i32.const(16)),
  ]);
}

/** The module that has them. */
export const kernelCode = (): Uint8Array =>
  assemble([
    { name: 'row', parameters: 7, i32: 3, v128: 1, body: row() },
    { name: 'column', parameters: 6, i32: 2, v128: 7, body: column() },
  ]);
