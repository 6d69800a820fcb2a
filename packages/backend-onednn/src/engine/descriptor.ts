import { storageBytes } from './storage.js';
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

/** A layout that the library chose; it lives as long as the primitive descriptor that was asked. */
export interface ChosenLayout {
  readonly key: string;
  /** The library's own description. */
  readonly handle: number;
  readonly bytes: number;
}

/** How the elements of an argument lie in memory. */
export type Descriptor = ArrayDescriptor | ChosenLayout;

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

/** How many bytes an array takes, from its first element to the end of its last. */
export function bytesOf(descriptor: Descriptor): number {
  if ('bytes' in descriptor) return descriptor.bytes;
  const { dims, strides, storage, key } = descriptor;
  if (strides === 'any') throw new Error(`The layout of an array is not chosen yet (${key}).`);
  if (dims.includes(0)) return 0;
  const last = dims.reduce((total, size, axis) => total + (size - 1) * strides[axis], 0);
  return (last + 1) * storageBytes[storage];
}

/** How many elements an array has. */
export function elementsOf({ dims }: ArrayDescriptor): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** How many bytes the elements of an array take, whatever lies between them. */
export function sizeOf(descriptor: Descriptor): number {
  if ('bytes' in descriptor) return descriptor.bytes;
  return elementsOf(descriptor) * storageBytes[descriptor.storage];
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
