import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { checkInteger } from './check.js';
import { stateOf } from './generator-state.js';

/** A sequence of random draws; each call moves it forward. */
export interface RandomStream {
  /** A multiple of 2^-53 in [0, 1). */
  uniform(): number;
  /**
   * A whole number in [0, n), each equally likely.
   *
   * @throws RangeError unless n is a whole number from 1 to 2^32.
   */
  integer(n: number): number;
  /** A draw from the normal distribution of mean 0 and variance 1. */
  normal(): number;
  /**
   * True with probability p.
   *
   * @throws RangeError unless p is in [0, 1].
   */
  bernoulli(p: number): boolean;
}

/**
 * Starts a stream of random draws that is a pure function of the seed.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna, 2018), its state hashed from the seed. Normal
 * draws use Marsaglia's polar method (1964).
 *
 * @param seed whole number from 0 to 2^53 - 1; derive one for each purpose with `foldIn`.
 * @throws RangeError where the seed is negative, fractional, NaN or too large.
 */
export function randomStream(seed: number): RandomStream {
  const generator = xoroshiro128plusFromState(stateOf(seed));
  let spare: number | undefined;

  const uniform = (): number => uniformFloat64(generator);

  return {
    uniform,
    integer(n) {
      checkInteger('The bound of integer(n)', n, 1, 0x1_0000_0000);
      return uniformInt(generator, 0, n - 1);
    },
    normal() {
      if (spare !== undefined) {
        const draw = spare;
        spare = undefined;
        return draw;
      }
      let x: number;
      let y: number;
      let squared: number;
      do {
        x = 2 * uniform() - 1;
        y = 2 * uniform() - 1;
        squared = x * x + y * y;
      } while (squared >= 1 || squared === 0);
      const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
      spare = y * scale;
      return x * scale;
    },
    bernoulli(p) {
      if (!(p >= 0 && p <= 1)) {
        throw new RangeError(`Probability is ${String(p)}; expected a number from 0 to 1.`);
      }
      return uniform() < p;
    },
  };
}
