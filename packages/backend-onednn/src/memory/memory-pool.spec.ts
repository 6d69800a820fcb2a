import { OnednnMemoryError } from '../errors.js';
import { loadLibC } from '../native/libc.js';
import { MemoryPool } from './memory-pool.js';
import type { SystemMemory } from './system-memory.js';

const posix = process.platform === 'win32' ? describe.skip : describe;

posix('the memory pool', () => {
  it('hands out aligned blocks that do not overlap', () => {
    const pool = new MemoryPool(loadLibC());
    const blocks = [1, 64, 100, 5000, 70_000, 3 << 20].map((bytes) => pool.allocate(bytes));
    blocks.forEach((block, i) => {
      expect(block.address % 64).toBe(0);
      block.byteValues(block.bytes).fill(i + 1);
    });
    blocks.forEach((block, i) => {
      expect(block.byteValues(block.bytes).every((v) => v === i + 1)).toBe(true);
    });
  });

  it('uses released blocks again', () => {
    const pool = new MemoryPool(loadLibC());
    const first = pool.allocate(1000);
    first.release();
    expect(pool.allocate(1010)).toBe(first);
  });

  it('counts what is in use, its peak and what is reserved', () => {
    const pool = new MemoryPool(loadLibC());
    const block = pool.allocate(4 << 20);
    block.release();
    expect(pool.usedBytes).toBe(0);
    expect(pool.peakUsedBytes).toBe(4 << 20);
    expect(pool.reservedBytes).toBe(4 << 20);
    pool.trim();
    expect(pool.reservedBytes).toBe(0);
  });

  /** A machine of 1,000 MiB; what others hold beside the pool can be set. */
  function machine() {
    const calls = { held: 0 };
    const numbers = { total: 1000, heap: 100, free: 900 };
    const system: SystemMemory = {
      total: () => numbers.total << 20,
      held: () => {
        calls.held++;
        return (numbers.heap << 20) + pool.reservedBytes;
      },
      free: () => (numbers.free << 20) - pool.reservedBytes,
    };
    const pool: MemoryPool = new MemoryPool(loadLibC(), system);
    return { pool, numbers, calls };
  }

  it('gives idle blocks back rather than exceed its limit, which counts the whole process', () => {
    const { pool } = machine();
    expect(pool.limitBytes).toBe(0.9 * (1000 << 20));
    pool.limitBytes = 180 << 20; // 80 beside the 100 of the heap
    pool.allocate(60 << 20).release();
    pool.allocate(80 << 20).release();
    expect(pool.reservedBytes).toBe(80 << 20);
    expect(() => pool.allocate(82 << 20)).toThrow(OnednnMemoryError);
    expect(pool.usedBytes).toBe(0);
  });

  it('leaves what others hold to them, and takes it when they have given it back', () => {
    const { pool, numbers } = machine();
    numbers.free = 132;
    pool.allocate(90 << 20).release();
    numbers.free = 112; // 32 are left alone
    expect(() => pool.allocate(100 << 20)).toThrow('80 MiB are left');
    numbers.free = 800;
    expect(pool.allocate(100 << 20).bytes).toBe(100 << 20);
  });

  it('tells what could still be had, idle blocks included', () => {
    const { pool, numbers } = machine();
    pool.limitBytes = 180 << 20; // the process holds 100 of them
    pool.allocate(20 << 20);
    const block = pool.allocate(30 << 20);
    expect(pool.availableBytes).toBe(30 << 20);
    block.release();
    expect(pool.availableBytes).toBe(60 << 20);
    numbers.free = 50 + 32 + 7; // 32 are left alone
    expect(pool.availableBytes).toBe(37 << 20);
    numbers.free = 0;
    expect(pool.availableBytes).toBe(30 << 20);
  });

  it('asks the system only when it has taken much', () => {
    const { pool, calls } = machine();
    pool.allocate(1 << 20);
    expect(calls.held).toBe(1);
    for (let i = 0; i < 15; i++) pool.allocate(1 << 20);
    expect(calls.held).toBe(1);
    for (let i = 0; i < 160; i++) pool.allocate(1 << 20);
    expect(calls.held).toBe(11);
    pool.limitBytes = 900 << 20;
    pool.allocate(1 << 20);
    expect(calls.held).toBe(12);
  });

  it('says what a tensor needs, what is held, and what would fit', () => {
    const { pool } = machine();
    pool.limitBytes = 180 << 20;
    pool.allocate(20 << 20);
    const shape = [64, 32, 32, 320];
    expect(() => pool.allocate(80 << 20, shape)).toThrow(
      'Out of memory on the onednn backend: a tensor [64,32,32,320] needs 80 MiB (83886080 bytes), and ' +
        '60 MiB are left. Tensors hold 20 MiB, the whole process 120 MiB of at most 180 MiB ' +
        '(memoryLimitBytes). 48 of the 64 along its first axis would fit: where that is the batch, take ' +
        'no more, or microBatches: 2.',
    );
    expect(() => pool.allocate(900 << 20, [64, 225 << 14])).toThrow('or microBatches: 16.');
    expect(() => pool.allocate(900 << 20)).toThrow(/a kernel needs .* Take a smaller batch/);
    const numbers = { requestedBytes: 80 << 20, usedBytes: 20 << 20, heldBytes: 120 << 20 };
    expect(() => pool.allocate(80 << 20, shape)).toThrow(
      expect.objectContaining({ ...numbers, fittingBytes: 60 << 20, shape }),
    );
  });

  it('makes an error of memory that no machine has', () => {
    const pool = new MemoryPool(loadLibC(), {
      total: () => Infinity,
      held: () => 0,
      free: () => Infinity,
    });
    expect(() => pool.allocate(2 ** 46)).toThrow(OnednnMemoryError);
    expect(pool.reservedBytes).toBe(0);
  });

  it('keeps what is released meanwhile out of use', () => {
    const pool = new MemoryPool(loadLibC());
    const block = pool.allocate(1000);
    pool.holding(() => {
      block.release();
      expect(pool.allocate(1000)).not.toBe(block);
    });
    expect(pool.allocate(1000)).toBe(block);
  });

  it('frees at once after it was closed', () => {
    const pool = new MemoryPool(loadLibC());
    const block = pool.allocate(4 << 20);
    pool.close();
    expect(pool.reservedBytes).toBe(4 << 20);
    block.release();
    expect(pool.reservedBytes).toBe(0);
  });
});
