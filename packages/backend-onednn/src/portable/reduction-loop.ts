import type { BinaryFunction, Numbers } from './binary-loop.js';
import type { Stage } from './reduction.js';

/** Folds [outer, count, inner] to [outer, inner] with `f` in double precision. */
export function foldStage(
  { outer, count, inner }: Stage,
  from: Numbers,
  to: Numbers,
  initial: number,
  f: BinaryFunction,
): void {
  if (inner === 1) {
    for (let o = 0; o < outer; o++) {
      let result = initial;
      for (let i = o * count, end = i + count; i < end; i++) result = f(result, from[i]);
      to[o] = result;
    }
    return;
  }
  const results = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    results.fill(initial);
    for (let c = 0; c < count; c++) {
      const start = (o * count + c) * inner;
      for (let i = 0; i < inner; i++) results[i] = f(results[i], from[start + i]);
    }
    to.set(results, o * inner);
  }
}

/** The sum of all elements in double precision. */
export function sumAll(values: Numbers): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (let i = whole; i < values.length; i++) a += values[i];
  return a + b + c + d;
}
