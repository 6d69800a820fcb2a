/**
 * The 32-bit mixing steps of MurmurHash3 (A. Appleby, public domain). Both are bijections of their first
 * argument, so that no two inputs of equal length that differ in one word can collide.
 */

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Takes one 32-bit word into the hash state. */
export function absorb(state: number, word: number): number {
  const scrambled = Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotateLeft(state ^ scrambled, 13), 5) + 0xe6546b64) | 0;
}

/** Spreads every bit of the state over all 32 bits of the result, a uint32. */
export function finalize(state: number): number {
  let mixed = state ^ (state >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Takes a whole number from 0 to 2^53 - 1 into the hash state, as two words. */
export function absorbInteger(state: number, value: number): number {
  return absorb(absorb(state, value >>> 0), Math.floor(value / 0x1_0000_0000));
}
