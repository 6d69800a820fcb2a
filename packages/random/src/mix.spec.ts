import { absorb, absorbInteger, finalize } from './mix.js';

describe('mix', () => {
  it('agrees with published MurmurHash3_x86_32 values', () => {
    // The whole hash is: absorb each little-endian word, xor the length in bytes, finalize.
    const murmur = (seed: number, words: number[]) =>
      finalize(words.reduce(absorb, seed) ^ (4 * words.length));
    expect(murmur(0, [])).toBe(0);
    expect(murmur(1, [])).toBe(0x514e28b7);
    expect(murmur(0xffffffff, [])).toBe(0x81f16f39);
    expect(murmur(0, [0])).toBe(0x2362f9de);
    expect(murmur(0, [0xffffffff])).toBe(0x76293b50);
    expect(murmur(0, [0x87654321])).toBe(0xf55b516b);
  });

  it('tells numbers apart that share their low 32 bits', () => {
    expect(absorbInteger(0, 7)).not.toBe(absorbInteger(0, 7 + 2 ** 32));
  });
});
