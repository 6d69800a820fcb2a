import type { Option, Options } from '@gnp/options';
import { linear } from '@gnp/warmup';
import { recipeKey } from './option-schema.js';

/** A number that goes linearly from one value to another, then stays. */
interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly epochs: number;
}

/**
 * Options as a program takes them, of what a recipe says: epochs become optimizer steps, unless a length is given in
 * steps; ramps become schedules. Keys that are none of the options are left out.
 */
export function inSteps(
  options: Options,
  given: Readonly<Record<string, unknown>>,
  stepsPerEpoch: number,
): Record<string, unknown> {
  const toSteps = (epochs: number) => Math.round(epochs * stepsPerEpoch);
  const values = Object.entries(options).map(([name, option]) => [
    name,
    valueOf(option, given[recipeKey(name, option)], toSteps) ?? given[name],
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function valueOf({ kind }: Option, value: unknown, toSteps: (epochs: number) => number): unknown {
  if (value === undefined) return undefined;
  if (kind === 'steps') return toSteps(value as number);
  if (kind === 'milestones') return (value as number[]).map(toSteps);
  if (kind !== 'number' || typeof value === 'number') return value;
  const { from, to, epochs } = value as Ramp;
  return linear({ from, to, steps: toSteps(epochs) });
}
