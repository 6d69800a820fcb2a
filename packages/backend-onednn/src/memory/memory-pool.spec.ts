import { OnednnMemoryError } from '../errors.js';
import { loadLibC } from '../native/libc.js';
import { MemoryPool } from './memory-pool.js';

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

  it('gives idle blocks back rather than exceed its limit', () => {
    const pool = new MemoryPool(loadLibC());
    pool.limitBytes = 8 << 20;
    pool.allocate(6 << 20).release();
    pool.allocate(8 << 20).release();
    expect(pool.reservedBytes).toBe(8 << 20);
    expect(() => pool.allocate(10 << 20)).toThrow(OnednnMemoryError);
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
