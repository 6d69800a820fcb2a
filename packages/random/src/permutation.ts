import { checkInteger } from './check.js';
import { randomStream } from './random-stream.js';

/**
 * A random order of the numbers 0 to n - 1, by the Fisher–Yates shuffle.
 *
 * @param n how many; a whole number from 0 to 2^32 - 1.
 * @param seed whole number from 0 to 2^53 - 1.
 * @throws RangeError where n or the seed is out of range.
 */
export function permutation(n: number, seed: number): Uint32Array {
  checkInteger('The length of a permutation', n, 0, 0xffff_ffff);
  const random = randomStream(seed);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}
