/** Where an array lies in native memory, and how much of it there is: what primitives run on. */
export interface MemoryRange {
  readonly address: number;
  /** From the address on; nothing may be read or written behind them. */
  readonly bytes: number;
}

/** The rest of a range from `offset` bytes on. */
export function rangeFrom({ address, bytes }: MemoryRange, offset: number): MemoryRange {
  return { address: address + offset, bytes: bytes - offset };
}
