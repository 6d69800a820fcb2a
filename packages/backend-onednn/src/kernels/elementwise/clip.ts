import type { ElementFunction } from './element-function.js';

/** The nearest number from `low` to `high`. */
export function clip(low: number, high: number): ElementFunction {
  return {
    f: (x) => (x > high ? high : x < low ? low : x),
    native: [{ algorithm: 'clip', alpha: low, beta: high }],
    losesNaN: true,
    keepsStorage: true,
  };
}
