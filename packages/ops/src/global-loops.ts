/** Numbers in a row, as kernels over host memory see a tensor. */
export type Numbers = Readonly<ArrayLike<number>>;

/**
 * The Euclidean norm over all elements of all arrays: `globalNorm` for kernels over host memory, in
 * double precision, so that no square of a float32 leaves the range.
 */
export function normOf(arrays: Iterable<Numbers>): number {
  let total = 0;
  for (const x of arrays) total += square(x);
  return Math.sqrt(total);
}

/** Σ a · b over pairs of arrays, over the product of two norms: `globalCosine` likewise. */
export function cosineOf(
  pairs: Iterable<readonly [Numbers, Numbers]>,
  aNorm: number,
  bNorm: number,
): number {
  const divisor = aNorm * bNorm;
  if (divisor === 0) return 0;
  let total = 0;
  for (const [a, b] of pairs) total += product(a, b);
  return total / divisor;
}

/** What shortens a vector of a norm to a largest one; 1 where it is short enough, or its norm not finite. */
export function factorFor(norm: number, maxNorm: number): number {
  return Number.isFinite(norm) && norm > maxNorm ? maxNorm / norm : 1;
}

/** Σ xᵢ² in four sums that the processor adds to at once. */
function square(x: Numbers): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const { length } = x;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    const p = x[i];
    const q = x[i + 1];
    const r = x[i + 2];
    const s = x[i + 3];
    a += p * p;
    b += q * q;
    c += r * r;
    d += s * s;
  }
  for (let i = whole; i < length; i++) a += x[i] * x[i];
  return a + b + c + d;
}

/** Σ aᵢ bᵢ likewise. */
function product(x: Numbers, y: Numbers): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const { length } = x;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
    c += x[i + 2] * y[i + 2];
    d += x[i + 3] * y[i + 3];
  }
  for (let i = whole; i < length; i++) a += x[i] * y[i];
  return a + b + c + d;
}
