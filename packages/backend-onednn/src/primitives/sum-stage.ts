import type { Onednn } from '../engine/onednn.js';
import type { Matmul } from '../engine/wanted.js';
import type { Block } from '../memory/block.js';
import type { MemoryRange, Place } from '../memory/memory-range.js';
import { strided } from '../portable/array.js';
import type { Stage } from '../portable/reduction.js';
import { Storage, storageBytes } from '../portable/storage.js';
import { matmulPrimitive } from './matmul.js';

/** Rows of ones by storage. */
type Ones = Partial<Record<Storage, { readonly block: Block; readonly length: number }>>;

const ones = new WeakMap<Onednn, Ones>();

/** 1 as bf16: the upper half of an f32. */
const one16 = 0x3f80;

/** At least `length` ones. */
function onesOf(onednn: Onednn, length: number, storage: Storage): MemoryRange {
  let rows = ones.get(onednn);
  if (!rows) ones.set(onednn, (rows = {}));
  const known = rows[storage];
  if (known && known.length >= length) return known.block;
  const block = onednn.pool.allocate(storageBytes[storage] * length);
  known?.block.release();
  const available = block.bytes / storageBytes[storage];
  if (storage === Storage.f32) block.floats(available).fill(1);
  else new Uint16Array(block.buffer, block.offset, available).fill(one16);
  rows[storage] = { block, length: available };
  return block;
}

/** Long sums are cut into pieces of at most this many terms: faster on several threads, and exacter. */
const longest = 256;

/** A divisor of `count` near the most terms of a piece; 1 where there is none worth it. */
export function pieceOf(count: number): number {
  for (let piece = longest; piece >= longest / 16; piece--) if (count % piece === 0) return piece;
  return 1;
}

/**
 * Sums floats in the library, as the product of a row (or column) of ones with the matrix: oneDNN's
 * own reductions over any but the last axes are reference code. `storage` is that of the terms; the sums
 * are f32.
 */
export function sumStage(
  onednn: Onednn,
  stage: Stage,
  from: Place,
  to: Place,
  storage: Storage = Storage.f32,
): void {
  const { outer, count, inner } = stage;
  const piece = count > 2 * longest ? pieceOf(count) : 1;
  if (piece === 1) return sumWhole(onednn, stage, from, to, storage);
  const pieces = count / piece;
  const first = { outer: outer * pieces, count: piece, inner };
  onednn.pool.lend(4 * outer * pieces * inner, (partial) => {
    sumWhole(onednn, first, from, partial, storage);
    sumStage(onednn, { outer, count: pieces, inner }, partial, to);
  });
}

function sumWhole(onednn: Onednn, stage: Stage, from: Place, to: Place, storage: Storage): void {
  const { outer, count, inner } = stage;
  const terms = (...dims: number[]) => strided(dims, storage);
  const sums = (...dims: number[]) => strided(dims, Storage.f32);
  const row = onesOf(onednn, count, storage);
  const multiply = (layouts: Matmul, source: Place, weights: Place) =>
    matmulPrimitive(onednn, layouts).run({ source, weights, destination: to });
  if (inner === 1) {
    const layouts = { a: terms(outer, count), b: terms(count, 1), c: sums(outer, 1) };
    multiply(layouts, from, row);
  } else if (outer === 1) {
    const layouts = { a: terms(1, count), b: terms(count, inner), c: sums(1, inner) };
    multiply(layouts, row, from);
  } else {
    const a = terms(1, 1, count);
    const layouts = { a, b: terms(outer, count, inner), c: sums(outer, 1, inner) };
    multiply(layouts, row, from);
  }
}
