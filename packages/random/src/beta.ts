import type { RandomStream } from './random-stream.js';

/**
 * A draw from the beta distribution, by two gamma draws (Marsaglia and Tsang, A Simple Method for Generating Gamma
 * Variables, 2000).
 *
 * @param random where the draws come from.
 * @param a the shape, above 0.
 * @param b the same at the other end.
 * @returns a number from 0 to 1.
 * @throws RangeError unless both are finite and above 0.
 */
export function beta(random: RandomStream, a: number, b: number): number {
  for (const [name, value] of Object.entries({ a, b })) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new RangeError(
      `The shape ${name} of a beta distribution is ${value}; expected a number above 0.`,
    );
  }
  const [x, y] = [a, b].map((shape) => logGamma(random, shape));
  // by logarithms: for tiny shapes both draws may be too small for a double
  return 1 / (1 + Math.exp(y - x));
}

/** The logarithm of a draw from the gamma distribution of scale 1. */
function logGamma(random: RandomStream, shape: number): number {
  // a draw of shape + 1 times a power of a uniform one has the smaller shape
  if (shape < 1) return logGamma(random, shape + 1) + Math.log(1 - random.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.uniform(); // above 0
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
