import { elementsOf } from '../portable/array.js';
import type { ArrayDescriptor } from '../portable/array.js';
import { storageBytes } from '../portable/storage.js';

/** A layout that the library chose; it lives as long as the primitive descriptor that was asked. */
export interface ChosenLayout {
  readonly key: string;
  /** The library's own description. */
  readonly handle: number;
  readonly bytes: number;
}

/** How the elements of an argument lie in memory. */
export type Descriptor = ArrayDescriptor | ChosenLayout;

/** How many bytes an array takes, from its first element to the end of its last. */
export function bytesOf(descriptor: Descriptor): number {
  if ('bytes' in descriptor) return descriptor.bytes;
  const { dims, strides, storage, key } = descriptor;
  if (strides === 'any') throw new Error(`The layout of an array is not chosen yet (${key}).`);
  if (dims.includes(0)) return 0;
  const last = dims.reduce((total, size, axis) => total + (size - 1) * strides[axis], 0);
  return (last + 1) * storageBytes[storage];
}

/** How many bytes the elements of an array take, whatever lies between them. */
export function sizeOf(descriptor: Descriptor): number {
  if ('bytes' in descriptor) return descriptor.bytes;
  return elementsOf(descriptor) * storageBytes[descriptor.storage];
}
