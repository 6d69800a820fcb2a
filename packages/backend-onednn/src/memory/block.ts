import type { MemoryRange } from './memory-range.js';

/** Where blocks come from and go back to. */
interface Pool {
  release(block: Block): void;
}

/** Aligned native memory that holds one tensor's elements. */
export class Block implements MemoryRange {
  readonly address: number;
  /** Its size class; at least what was asked for. */
  readonly bytes: number;
  /** The same memory as JavaScript sees it, from `offset` on. */
  readonly buffer: ArrayBuffer;
  readonly offset: number;
  readonly #pool: Pool;

  constructor(pool: Pool, address: number, bytes: number, buffer: ArrayBuffer, offset: number) {
    this.#pool = pool;
    this.address = address;
    this.bytes = bytes;
    this.buffer = buffer;
    this.offset = offset;
  }

  dataView(): DataView {
    return new DataView(this.buffer, this.offset, this.bytes);
  }

  floats(length: number): Float32Array {
    return new Float32Array(this.buffer, this.offset, length);
  }

  ints(length: number): Int32Array {
    return new Int32Array(this.buffer, this.offset, length);
  }

  byteValues(length: number): Uint8Array {
    return new Uint8Array(this.buffer, this.offset, length);
  }

  /** Gives the memory back; nothing may use it afterwards. */
  release(): void {
    this.#pool.release(this);
  }
}
