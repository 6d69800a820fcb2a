import koffi from 'koffi';
import { OnednnMemoryError } from '../src/errors.js';
import { Block } from '../src/memory/block.js';
import { MemoryPool } from '../src/memory/memory-pool.js';
import { loadLibC } from '../src/native/libc.js';

const pageBytes = 4096;
const alignment = 64;

/** More is refused. */
const mostBytes = 16 << 20;

/** Values of `mman.h` on Linux. */
const [readWrite, noAccess] = [3, 0];
const privateAnonymous = 0x22;

const libc = koffi.load(null);
const mmap = libc.func(
  'void *mmap(void *address, size_t bytes, int protection, int flags, int file, int64_t offset)',
);
const mprotect = libc.func('int mprotect(uint64_t address, size_t bytes, int protection)');
const munmap = libc.func('int munmap(uint64_t address, size_t bytes)');

interface Mapping {
  readonly start: number;
  readonly bytes: number;
}

/**
 * A pool without pooling: each block ends, but for the alignment of 64 bytes that the pool promises, where
 * a page begins that nobody may touch, and there is one before it. A released block is unmapped. Whoever
 * reads or writes outside of a block, or one that is gone, crashes the process.
 */
export class GuardedPool extends MemoryPool {
  /** How many blocks were handed out. */
  blocks = 0;
  readonly #mappings = new Map<Block, Mapping>();
  #deferred: Block[] | undefined;

  constructor() {
    super(loadLibC());
  }

  /** How many blocks are in use. */
  get blocksInUse(): number {
    return this.#mappings.size;
  }

  override allocate(bytes: number): Block {
    const size = Math.ceil(Math.max(1, bytes) / alignment) * alignment;
    const inner = Math.ceil(size / pageBytes) * pageBytes;
    const total = inner + 2 * pageBytes;
    if (total > mostBytes) throw this.#tooLarge(size);
    const pointer = mmap(null, total, readWrite, privateAnonymous, -1, 0) as unknown;
    const start = Number(koffi.address(pointer));
    mprotect(start, pageBytes, noAccess);
    mprotect(start + pageBytes + inner, pageBytes, noAccess);
    const offset = pageBytes + inner - size;
    const buffer = koffi.view(pointer, pageBytes + inner);
    const block = new Block(this, start + offset, size, buffer, offset);
    block.byteValues(size).fill(0xff); // NaN in floats
    this.#mappings.set(block, { start, bytes: total });
    this.blocks++;
    this.usedBytes += size;
    return block;
  }

  override release(block: Block): void {
    if (this.#deferred) {
      this.#deferred.push(block);
      return;
    }
    const mapping = this.#mappings.get(block);
    if (!mapping) throw new Error('A block was released twice.');
    this.#mappings.delete(block);
    this.usedBytes -= block.bytes;
    munmap(mapping.start, mapping.bytes);
  }

  override holding<T>(work: () => T): T {
    if (this.#deferred) return work();
    const deferred: Block[] = (this.#deferred = []);
    try {
      return work();
    } finally {
      this.#deferred = undefined;
      for (const block of deferred) this.release(block);
    }
  }

  #tooLarge(requestedBytes: number): OnednnMemoryError {
    const { usedBytes } = this;
    const numbers = { heldBytes: usedBytes, limitBytes: mostBytes, fittingBytes: 0 };
    return new OnednnMemoryError({ requestedBytes, usedBytes, ...numbers });
  }
}
