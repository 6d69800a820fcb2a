import { checkNumber } from '@gnp/options';

/** How a number changes over time: its value at an optimizer step (0-based). */
export type Schedule = (step: number) => number;

/**
 * Refuses values that no schedule can pass through.
 *
 * @throws RangeError if a value is not finite
 */
export function checkFinite(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) checkNumber(name, value, {});
}
