import type { Storage } from './constants.js';

/** Shape, strides and element type of a block of memory, as oneDNN wants them. */
export interface Descriptor {
  /** Unique among descriptors; part of the keys under which primitives are cached. */
  readonly key: string;
  /** The library's struct. */
  readonly native: Uint8Array;
  readonly bytes: number;
}

export interface Layout {
  readonly dims: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
  readonly storage: Storage;
}

/** Strides of a dense row-major array. */
export function rowMajor(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length);
  let stride = 1;
  for (let i = dims.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= Math.max(1, dims[i]);
  }
  return strides;
}
