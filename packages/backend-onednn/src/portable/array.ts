import type { Storage } from './storage.js';

/** Shape, strides and element type of an array: plain data, which no library call made. */
export interface ArrayDescriptor {
  /** Unique among descriptors; part of the keys under which primitives are cached. */
  readonly key: string;
  readonly dims: readonly number[];
  /** In elements; `any` where the library may choose the layout. */
  readonly strides: readonly number[] | 'any';
  readonly storage: Storage;
}

/** A strided array; dense row-major where no strides are given. */
export function strided(
  dims: readonly number[],
  storage: Storage,
  strides: readonly number[] = rowMajor(dims),
): ArrayDescriptor {
  return { key: `${dims}:${strides}:${storage}`, dims, strides, storage };
}

/** An array whose layout the library may choose. */
export function anyLayout(dims: readonly number[], storage: Storage): ArrayDescriptor {
  return { key: `${dims}:any:${storage}`, dims, strides: 'any', storage };
}

/** How many elements an array has. */
export function elementsOf({ dims }: ArrayDescriptor): number {
  return dims.reduce((product, size) => product * size, 1);
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
