import type { Result } from './evaluate.js';

type Value = number | string | undefined;

/** The first element that is further from what is expected than `tolerance` of `scale`. */
function farElement(
  actual: readonly Value[],
  expected: readonly Value[],
  allowed: (expected: number) => number,
): string | undefined {
  if (actual.length !== expected.length) {
    return `${actual.length} elements, expected ${expected.length}`;
  }
  const wrong = expected.findIndex((x, i) => {
    const y = actual[i];
    if (x === undefined || x === y || (Number.isNaN(x) && Number.isNaN(y))) return false;
    if (typeof x === 'string' || typeof y === 'string' || y === undefined) return true;
    return !(Math.abs(x - y) <= allowed(x));
  });
  return wrong < 0
    ? undefined
    : `element ${wrong} is ${actual[wrong]}, expected ${expected[wrong]}`;
}

/** What is wrong with results, against those of cpu. */
export function valueFault(
  actual: readonly Result[],
  expected: readonly Result[],
): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} results`;
  const faults = expected.map((one, i) => {
    const { shape, dtype, values } = actual[i];
    if (shape.join() !== one.shape.join()) return `shape [${shape}], expected [${one.shape}]`;
    if (dtype !== one.dtype) return `${dtype}, expected ${one.dtype}`;
    return farElement(values, one.values, (x) =>
      dtype === 'float32' ? 2e-5 * Math.abs(x) + 5e-6 : 0,
    );
  });
  return faults.find((fault) => fault !== undefined);
}

/** What is wrong with gradients: tolerances are fractions of the largest expected number. */
export function gradientFault(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly (number | undefined)[])[],
  tolerance: number,
): string | undefined {
  const faults = expected.map((numbers, i) => {
    const largest = Math.max(1, ...numbers.map((x) => Math.abs(x ?? 0)).filter(Number.isFinite));
    const fault = farElement(actual[i], numbers, () => tolerance * largest);
    return fault && `gradient ${i}: ${fault}`;
  });
  return faults.find((fault) => fault !== undefined);
}
