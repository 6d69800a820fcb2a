/** Plain vector arithmetic in float64, to compute what rules should give. */
export type Vector = readonly number[];

export const add = (a: Vector, b: Vector, scale = 1): number[] => a.map((x, i) => x + scale * b[i]);
export const times = (s: number, v: Vector): number[] => v.map((x) => s * x);
export const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
export const norm = (v: Vector): number => Math.sqrt(dot(v, v));
export const unit = (v: Vector): number[] => times(1 / norm(v), v);
/** The part of `a` that is orthogonal to `b`. */
export const across = (a: Vector, b: Vector): number[] => add(a, b, -dot(a, b) / dot(b, b));

/** Expects vectors to be the same, but for the rounding of float32 in a few passes. */
export function closeTo(actual: Vector, expected: Vector): void {
  expect(actual).toHaveLength(expected.length);
  expect(norm(add(actual, expected, -1))).toBeLessThan(2e-5 * Math.max(1, norm(expected)));
}
