import { hugeBytes, sizeClass } from './size-class.js';

describe('size classes', () => {
  it('hold what is asked for and waste little', () => {
    for (let bytes = 1; bytes < 3 * hugeBytes; bytes = Math.ceil(bytes * 1.07)) {
      const size = sizeClass(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size % 64).toBe(0);
      const allowed = bytes > hugeBytes ? hugeBytes : Math.max(64, bytes / 4);
      expect(size - bytes).toBeLessThan(allowed);
    }
  });

  it('are few, and stay what they are', () => {
    const sizes = new Set<number>();
    for (let bytes = 1; bytes <= 1 << 20; bytes += 97) sizes.add(sizeClass(bytes));
    expect(sizes.size).toBeLessThan(70);
    for (const size of sizes) expect(sizeClass(size)).toBe(size);
  });

  it('are whole huge pages above one', () => {
    expect(sizeClass(hugeBytes + 1)).toBe(2 * hugeBytes);
  });
});
