import { OnednnMemoryError } from '../errors.js';
import type { LibC } from '../native/libc.js';
import { hugeBytes, sizeClass } from '../portable/size-class.js';
import { Block } from './block.js';
import { systemMemory } from './system-memory.js';
import type { SystemMemory } from './system-memory.js';

const pageBytes = 4096;
const slabBytes = 1 << 20;

/** Blocks below this size are cut out of slabs. */
const slabbedBytes = 1 << 16;

/** How much may be taken from the system before it is asked again what is left. */
const uncheckedBytes = 16 << 20;

/** `MADV_DONTNEED` and `MADV_HUGEPAGE` of Linux. */
const advice = { forget: 4, hugePages: 14 };

/**
 * Aligned memory by size class; freed blocks are used again before the system is asked for more. The
 * memory belongs to JavaScript's own buffers, so that it ends with the thread that took it, be the
 * thread terminated.
 */
export class MemoryPool {
  /** What tensors and primitives hold now. */
  usedBytes = 0;
  /** The most that they held at once. */
  peakUsedBytes = 0;
  /** What was taken from the system and not given back. */
  reservedBytes = 0;
  readonly #libc: LibC;
  readonly #system: SystemMemory;
  readonly #idle = new Map<number, Block[]>();
  #limitBytes: number;
  /** What was taken since the system was last asked what is left. */
  #unchecked = uncheckedBytes;
  #slab: { address: number; buffer: ArrayBuffer; offset: number; used: number } | undefined;
  #closed = false;
  #held: Block[] | undefined;

  constructor(libc: LibC, system: SystemMemory = systemMemory()) {
    this.#libc = libc;
    this.#system = system;
    this.#limitBytes = 0.9 * system.total();
  }

  /**
   * The most that the whole process may hold, heaps, libraries and other threads' tensors too; nine
   * tenths of what there is by default.
   */
  get limitBytes(): number {
    return this.#limitBytes;
  }

  set limitBytes(bytes: number) {
    this.#limitBytes = bytes;
    this.#unchecked = uncheckedBytes;
  }

  /** What tensors could take besides what they hold: idle blocks, and what the system has left. */
  get availableBytes(): number {
    return Math.max(0, this.#untaken()) + this.reservedBytes - this.usedBytes;
  }

  /**
   * A block of at least `bytes`, its contents unknown.
   *
   * @param shape of the tensor that it is for, which an error names
   * @throws OnednnMemoryError when the limit or the machine's memory is exhausted
   */
  allocate(bytes: number, shape?: readonly number[]): Block {
    const size = sizeClass(bytes);
    const block = this.#idle.get(size)?.pop() ?? this.#reserve(size, shape);
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

  #reserve(size: number, shape?: readonly number[]): Block {
    if (size < slabbedBytes) return this.#cutFromSlab(size);
    const { address, buffer, offset } = this.#take(size, shape);
    return new Block(this, address, size, buffer, offset);
  }

  #cutFromSlab(size: number): Block {
    let slab = this.#slab;
    if (!slab || slab.used + size > slabBytes) {
      slab = { ...this.#take(slabBytes), used: 0 };
      this.#slab = slab;
    }
    const { used } = slab;
    slab.used += size;
    return new Block(this, slab.address + used, size, slab.buffer, slab.offset + used);
  }

  /** Takes memory from the system, zeros all of it. */
  #take(bytes: number, shape?: readonly number[]) {
    if (this.#fitting(bytes) < bytes) {
      this.trim();
      const fittingBytes = this.#fitting(bytes);
      if (fittingBytes < bytes) throw this.#outOfMemory(bytes, fittingBytes, shape);
    }
    const alignment = bytes >= hugeBytes ? hugeBytes : pageBytes;
    const buffer = makeBuffer(bytes + alignment);
    if (!buffer) throw this.#outOfMemory(bytes, 0, shape);
    const start = this.#libc.addressOf(buffer);
    const address = Math.ceil(start / alignment) * alignment;
    if (bytes >= hugeBytes) this.#libc.madvise?.(address, bytes, advice.hugePages);
    this.reservedBytes += bytes;
    return { address, buffer, offset: address - start };
  }

  /** How many more bytes may be taken; the system is asked only once in a while. */
  #fitting(bytes: number): number {
    const own = this.#limitBytes - this.reservedBytes;
    this.#unchecked += bytes;
    if (own >= bytes && this.#unchecked < uncheckedBytes) return own;
    const fitting = this.#untaken();
    if (fitting >= bytes) this.#unchecked = 0;
    return fitting;
  }

  /** What may still be taken from the system; may be below zero. */
  #untaken(): number {
    const spare = Math.max(0.02 * this.#system.total(), 2 * uncheckedBytes);
    const all = Math.min(this.#limitBytes - this.#system.held(), this.#system.free() - spare);
    return Math.min(this.#limitBytes - this.reservedBytes, all);
  }

  /** Its pages are the system's again at once, the buffer when it is collected. */
  #giveBack(block: Block): void {
    if (block.bytes < slabbedBytes) return;
    this.reservedBytes -= block.bytes;
    this.#libc.madvise?.(block.address, block.bytes, advice.forget);
  }

  #outOfMemory(
    requestedBytes: number,
    fittingBytes: number,
    shape?: readonly number[],
  ): OnednnMemoryError {
    const { usedBytes, limitBytes } = this;
    const heldBytes = this.#system.held();
    const numbers = { requestedBytes, usedBytes, heldBytes, limitBytes, fittingBytes };
    return new OnednnMemoryError({ ...numbers, ...(shape && { shape }) });
  }
}

/** Undefined where the system has no memory left. */
function makeBuffer(bytes: number): ArrayBuffer | undefined {
  try {
    return new ArrayBuffer(bytes);
  } catch {
    return undefined;
  }
}
