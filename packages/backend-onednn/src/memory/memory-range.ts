import type { Storage } from '../portable/storage.js';

/** Where an array lies in native memory, and how much of it there is: what primitives run on. */
export interface MemoryRange {
  readonly address: number;
  /** From the address on; nothing may be read or written behind them. */
  readonly bytes: number;
}

/** A tensor: where its elements lie in whichever storage is wanted. */
export interface Stored {
  readonly storage: Storage;
  rangeAs(storage: Storage): MemoryRange;
}

/** What is read or written: memory, or a tensor. */
export type Place = MemoryRange | Stored;

/** Where a place lies, its elements stored as is wanted. */
export const rangeAt = (place: Place, storage: Storage): MemoryRange =>
  'address' in place ? place : place.rangeAs(storage);

/**
 * The rest of a range from `offset` bytes on.
 *
 * @throws RangeError where that begins outside of it
 */
export function rangeFrom({ address, bytes }: MemoryRange, offset: number): MemoryRange {
  if (!(offset >= 0 && offset <= bytes)) {
    throw new RangeError(`There is no byte ${offset} in a range of ${bytes} bytes.`);
  }
  return { address: address + offset, bytes: bytes - offset };
}
