import { checkInteger } from './check.js';
import { absorb, absorbInteger, finalize } from './mix.js';

// Tags keep the number 1 apart from the string '1'.
const NUMBER = 1;
const STRING = 2;

/**
 * Derives a new, independent seed from a seed and what it is for, as in `foldIn(seed, 'shuffle', epoch)`.
 *
 * The order of the parts matters, a number differs from the string that spells it, and
 * `foldIn(s, a, b)` differs from `foldIn(foldIn(s, a), b)`. The hash is 32 bits wide: fine for telling
 * streams apart, not for security.
 *
 * @param seed whole number from 0 to 2^53 - 1.
 * @param parts whole numbers from 0 to 2^53 - 1, or strings.
 * @returns a uint32, for `randomStream`, `permutation` or another `foldIn`.
 * @throws RangeError where the seed or a number is negative, fractional, NaN or too large.
 */
export function foldIn(seed: number, ...parts: (number | string)[]): number {
  checkInteger('Seed', seed, 0);
  let state = absorbInteger(0, seed);
  parts.forEach((part, index) => {
    if (typeof part === 'string') {
      state = absorb(absorb(state, STRING), part.length);
      for (let i = 0; i < part.length; i++) state = absorb(state, part.charCodeAt(i));
    } else {
      checkInteger(`Part ${index + 1} of foldIn`, part, 0);
      state = absorbInteger(absorb(state, NUMBER), part);
    }
  });
  return finalize(state);
}
