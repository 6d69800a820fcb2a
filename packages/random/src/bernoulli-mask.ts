import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { stateOf } from './generator-state.js';

/** Quantiles that the table of gaps holds: half of a 32-bit draw looks one up. */
const quantiles = 1 << 16;

/**
 * Fills `target` with independent draws: 0 with probability `rate`, 1 otherwise, as a pure function of
 * the seed. The zeros are placed by the lengths of the gaps between them, which are geometrically
 * distributed, so that a mask costs a draw for each pair of zeros and not one for each element; the
 * gaps come from a table of 65,536 quantiles, which changes the rate by less than one part in 10,000.
 *
 * @param rate share of zeros, in [0, 1)
 * @param seed whole number from 0 to 2^53 - 1
 * @throws RangeError where `rate` or `seed` is outside its range
 */
export function bernoulliMask(target: Uint8Array, rate: number, seed: number): void {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`The share of zeros is ${String(rate)}; expected a number in [0, 1).`);
  }
  const generator = xoroshiro128plusFromState(stateOf(seed));
  target.fill(1);
  if (rate === 0) return;
  const gaps = gapTable(rate);
  const { length } = target;
  for (let i = -1; ;) {
    const draw = generator.next();
    i += gaps[draw & 0xffff];
    if (i >= length) return;
    target[i] = 0;
    i += gaps[draw >>> 16];
    if (i >= length) return;
    target[i] = 0;
  }
}

const tables = new Map<number, Uint8Array | Uint32Array>();

/** The gap at each quantile: from 1 on, P(gap > n) = (1 - rate)^n. */
function gapTable(rate: number): Uint8Array | Uint32Array {
  const known = tables.get(rate);
  if (known) return known;
  const perStep = Math.log1p(-rate);
  const gaps = Uint32Array.from(
    { length: quantiles },
    (_, i) => 1 + Math.floor(Math.log1p(-(i + 0.5) / quantiles) / perStep),
  );
  // a smaller table stays in a nearer cache
  const table = gaps[quantiles - 1] < 256 ? Uint8Array.from(gaps) : gaps;
  tables.set(rate, table);
  return table;
}
