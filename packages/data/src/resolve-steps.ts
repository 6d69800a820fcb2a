import type { Described } from '@gnp/options';
import { DatasetError, unknownName } from './dataset-error.js';

/** A record and its options, as it stands in a recipe. */
interface Step {
  readonly name: string;
}

const isStep = (given: unknown): given is Step =>
  typeof (given as Partial<Step> | null)?.name === 'string';

/** A record that makes something of its options. */
type Maker = Described & ((options: never) => unknown);

/** What steps are chosen from. */
export interface Choices {
  /** What one is called in errors. */
  readonly what: string;
  readonly records: readonly Maker[];
  readonly presets: Readonly<Record<string, readonly Step[]>>;
}

/**
 * Makes what a recipe names: by the name of a preset, a step, or several in their order. Options that a step leaves
 * out are taken from `data`, where its record declares them.
 *
 * @throws DatasetError where a name is unknown; RangeError or TypeError where an option is unknown or impossible.
 */
export function resolveSteps<Made>(
  { what, records, presets }: Choices,
  spec: string | Step | readonly Step[],
  data: object,
): Made[] {
  return stepsOf().map(({ name, ...given }) => {
    const found = records.find((record) => record.name === name);
    if (!found) {
      throw unknownName(
        what,
        name,
        records.map((record) => record.name),
      );
    }
    const shared = Object.entries(data).filter(
      ([key, value]) => key in found.options && value !== undefined,
    );
    const make = found as unknown as (options: object) => Made;
    return make({ ...Object.fromEntries(shared), ...given });
  });

  function stepsOf(): readonly Step[] {
    if (typeof spec === 'string') {
      if (!Object.hasOwn(presets, spec)) throw unknownName(what, spec, Object.keys(presets));
      return presets[spec];
    }
    const steps: readonly unknown[] = Array.isArray(spec) ? spec : [spec];
    if (steps.every(isStep)) return steps;
    throw new DatasetError(
      `An ${what} is the name of a preset, a step such as { name: '${records[0].name}' }, or a list of steps; got ${JSON.stringify(spec)}.`,
    );
  }
}
