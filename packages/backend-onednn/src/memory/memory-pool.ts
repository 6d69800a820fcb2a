import koffi from 'koffi';
import os from 'node:os';
import { OnednnMemoryError } from '../errors.js';
import type { LibC, Pointer } from '../native/libc.js';
import { Block } from './block.js';
import { hugeBytes, sizeClass } from './size-class.js';

const pageBytes = 4096;
const slabBytes = 1 << 20;

/** Blocks below this size are cut out of slabs. */
const slabbedBytes = 1 << 16;

const adviseHugePages = 14;

/** Aligned memory by size class; freed blocks are used again before the system is asked for more. */
export class MemoryPool {
  /** What tensors and primitives hold now. */
  usedBytes = 0;
  /** The most that they held at once. */
  peakUsedBytes = 0;
  /** What was taken from the system and not given back. */
  reservedBytes = 0;
  /** The most that may be in use; a little less than the machine's memory by default. */
  limitBytes = defaultLimitBytes();
  readonly #libc: LibC;
  readonly #idle = new Map<number, Block[]>();
  /** Pointers of the blocks that can be given back to the system. */
  readonly #pointers = new WeakMap<Block, Pointer>();
  #slab: { address: number; buffer: ArrayBuffer; used: number } | undefined;
  #closed = false;
  #held: Block[] | undefined;

  constructor(libc: LibC) {
    this.#libc = libc;
  }

  /**
   * A block of at least `bytes`, not initialised.
   *
   * @throws OnednnMemoryError when the limit or the machine's memory is exhausted
   */
  allocate(bytes: number): Block {
    const size = sizeClass(bytes);
    const block = this.#idle.get(size)?.pop() ?? this.#reserve(size);
    this.usedBytes += size;
    if (this.usedBytes > this.peakUsedBytes) this.peakUsedBytes = this.usedBytes;
    return block;
  }

  /** Hands a block to `use` and takes it back when that ends, be it by an error. */
  lend<T>(bytes: number, use: (block: Block) => T): T {
    const block = this.allocate(bytes);
    try {
      return use(block);
    } finally {
      block.release();
    }
  }

  release(block: Block): void {
    if (this.#held) {
      this.#held.push(block);
      return;
    }
    this.usedBytes -= block.bytes;
    if (this.#closed) return this.#giveBack(block);
    const idle = this.#idle.get(block.bytes);
    if (idle) idle.push(block);
    else this.#idle.set(block.bytes, [block]);
  }

  /** Runs `work`, and lets the blocks that it releases be used again only when it has ended. */
  holding<T>(work: () => T): T {
    if (this.#held) return work();
    const held: Block[] = (this.#held = []);
    try {
      return work();
    } finally {
      this.#held = undefined;
      for (const block of held) this.release(block);
    }
  }

  /** Gives idle memory back to the system, except for what lies in slabs. */
  trim(): void {
    for (const [size, blocks] of this.#idle) {
      if (size < slabbedBytes) continue;
      for (const block of blocks) this.#giveBack(block);
      this.#idle.delete(size);
    }
  }

  /** Gives idle memory back, and from now on each block as soon as it is released. */
  close(): void {
    this.#closed = true;
    this.trim();
  }

  #reserve(size: number): Block {
    if (this.reservedBytes + size > this.limitBytes) this.trim();
    if (this.usedBytes + size > this.limitBytes) throw this.#outOfMemory(size);
    if (size < slabbedBytes) return this.#cutFromSlab(size);
    const { address, buffer, pointer } = this.#allocateAligned(size);
    const block = new Block(this, address, size, buffer, 0);
    this.#pointers.set(block, pointer);
    return block;
  }

  #cutFromSlab(size: number): Block {
    let slab = this.#slab;
    if (!slab || slab.used + size > slabBytes) {
      slab = { ...this.#allocateAligned(slabBytes), used: 0 };
      this.#slab = slab;
    }
    const offset = slab.used;
    slab.used += size;
    return new Block(this, slab.address + offset, size, slab.buffer, offset);
  }

  #allocateAligned(bytes: number) {
    const alignment = bytes >= hugeBytes ? hugeBytes : pageBytes;
    const rounded = Math.ceil(bytes / pageBytes) * pageBytes;
    let pointer = this.#libc.alignedAlloc(alignment, rounded);
    if (!pointer) {
      this.trim();
      pointer = this.#libc.alignedAlloc(alignment, rounded);
    }
    if (!pointer) throw this.#outOfMemory(bytes);
    const address = Number(koffi.address(pointer));
    if (bytes >= hugeBytes) this.#libc.madvise?.(address, rounded, adviseHugePages);
    this.reservedBytes += bytes;
    return { address, pointer, buffer: koffi.view(pointer, bytes) };
  }

  #giveBack(block: Block): void {
    const pointer = this.#pointers.get(block);
    if (!pointer) return;
    this.#pointers.delete(block);
    this.reservedBytes -= block.bytes;
    this.#libc.free(pointer);
  }

  #outOfMemory(size: number): OnednnMemoryError {
    return new OnednnMemoryError(size, this.usedBytes, this.limitBytes);
  }
}

/** What the system lets this process have, less a tenth. */
function defaultLimitBytes(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = os.totalmem();
  return 0.9 * (constrained > 0 && constrained < total ? constrained : total);
}
