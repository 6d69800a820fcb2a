import { strided } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { Storage } from '../../engine/storage.js';
import type { Block } from '../../memory/block.js';
import { matmulPrimitive } from '../matmul/multiply.js';
import type { Stage } from './plan.js';

const ones = new WeakMap<Onednn, { block: Block; length: number }>();

/** Address of at least `length` ones. */
function onesOf(onednn: Onednn, length: number): number {
  const known = ones.get(onednn);
  if (known && known.length >= length) return known.block.address;
  known?.block.release();
  const block = onednn.pool.allocate(4 * length);
  const available = block.bytes / 4;
  block.floats(available).fill(1);
  ones.set(onednn, { block, length: available });
  return block.address;
}

/** Long sums are cut into pieces of at most this many terms: faster on several threads, and exacter. */
const longest = 1024;

/** A divisor of `count` near the most terms of a piece; 1 where there is none worth it. */
export function pieceOf(count: number): number {
  for (let piece = longest; piece >= longest / 16; piece--) if (count % piece === 0) return piece;
  return 1;
}

/**
 * Sums floats in the library, as the product of a row (or column) of ones with the matrix: oneDNN's
 * own reductions over any but the last axes are reference code.
 */
export function sumStage(onednn: Onednn, stage: Stage, from: number, to: number): void {
  const { outer, count, inner } = stage;
  const piece = count > 2 * longest ? pieceOf(count) : 1;
  if (piece === 1) return sumWhole(onednn, stage, from, to);
  const pieces = count / piece;
  const partial = onednn.pool.allocate(4 * outer * pieces * inner);
  sumWhole(onednn, { outer: outer * pieces, count: piece, inner }, from, partial.address);
  sumStage(onednn, { outer, count: pieces, inner }, partial.address, to);
  partial.release();
}

function sumWhole(onednn: Onednn, stage: Stage, from: number, to: number): void {
  const { outer, count, inner } = stage;
  const floats = (...dims: number[]) => strided(dims, Storage.f32);
  const row = onesOf(onednn, count);
  if (inner === 1) {
    const layouts = { a: floats(outer, count), b: floats(count, 1), c: floats(outer, 1) };
    matmulPrimitive(onednn, layouts).run(from, row, to);
  } else if (outer === 1) {
    const layouts = { a: floats(1, count), b: floats(count, inner), c: floats(1, inner) };
    matmulPrimitive(onednn, layouts).run(row, from, to);
  } else {
    const a = floats(1, 1, count);
    const layouts = { a, b: floats(outer, count, inner), c: floats(outer, 1, inner) };
    matmulPrimitive(onednn, layouts).run(row, from, to);
  }
}
