import { checkFinite } from './schedule.js';
import type { Schedule } from './schedule.js';

/** The same value at every step. */
export function constant(value: number): Schedule {
  checkFinite({ value });
  return () => value;
}
