import { show } from './bounds.js';
import { suggest } from './nearest.js';
import { checkOption, optionAt } from './check-option.js';
import type { Option } from './option.js';

/** Options by name. */
export type Options = Readonly<Record<string, Option>>;

type Needed<O extends Options> = {
  [Name in keyof O]: O[Name]['needed'] extends true ? Name : never;
}[keyof O];
type GivenOf<T> = T extends Option<infer Given> ? Given : never;
type AtOf<T> = T extends Option<unknown, infer At> ? At : never;

/** What a caller gives for declared options: those that are needed, and any of the others. */
export type Given<O extends Options> = {
  readonly [Name in Needed<O>]: GivenOf<O[Name]>;
} & {
  readonly [Name in Exclude<keyof O, Needed<O>>]?: GivenOf<O[Name]> | undefined;
};

type ResolvedOf<T> =
  T extends Option<infer Given, infer At>
    ? undefined extends At
      ? Given | undefined
      : Given
    : never;

/** Declared options with their defaults filled in. */
export type Resolved<O extends Options> = { readonly [Name in keyof O]: ResolvedOf<O[Name]> };

/** Declared options at a step: defaults filled in, schedules resolved. */
export type At<O extends Options> = { readonly [Name in keyof O]: AtOf<O[Name]> };

/**
 * Checks what a caller gave and fills in the defaults.
 *
 * @param owner whose options they are, as messages name it
 * @throws RangeError if an option is unknown, missing or out of bounds
 * @throws TypeError if one is of another type, or what is given is no object
 */
export function resolveOptions<O extends Options>(
  owner: string,
  options: O,
  given: Given<O>,
): Resolved<O> {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(
      `${owner} takes an object of options (${Object.keys(options).join(', ')}), got ${show(given)}.`,
    );
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(options, name)) {
      throw new RangeError(
        `${owner} has no option '${name}'.${suggest(name, Object.keys(options))}`,
      );
    }
  }
  const values = given as Readonly<Record<string, unknown>>;
  const entries = Object.entries(options).map(([name, option]) => {
    const value = values[name] ?? option.default;
    if (value !== undefined) checkOption(name, option, value);
    else if (option.needed) throw new RangeError(`${owner} needs ${name}: ${option.meaning}.`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as Resolved<O>;
}

/**
 * The options at a step (0-based).
 *
 * @param values what {@link resolveOptions} returned
 * @throws RangeError if a schedule gives a number out of bounds
 */
export function optionsAt<O extends Options>(options: O, values: Resolved<O>, step: number): At<O> {
  const known = values as Readonly<Record<string, unknown>>;
  const entries = Object.entries(options).map(([name, option]) => [
    name,
    optionAt(name, option, known[name], step),
  ]);
  return Object.fromEntries(entries) as At<O>;
}
