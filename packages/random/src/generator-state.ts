import { checkInteger } from './check.js';
import { absorb, absorbInteger, finalize } from './mix.js';

/**
 * The state from which xoroshiro128+ starts for a seed: hashed, because the first draws of
 * neighbouring raw seeds resemble one another.
 *
 * @throws RangeError where the seed is negative, fractional, NaN or too large
 */
export function stateOf(seed: number): number[] {
  checkInteger('Seed', seed, 0);
  // Four hashes of one state under different last words differ, so the generator's state is never all zero.
  const base = absorbInteger(0, seed);
  return [0, 1, 2, 3].map((word) => finalize(absorb(base, word)) | 0);
}
