import { resolveOptions } from './options.js';
import type { Given, Options, Resolved } from './options.js';

/** A name and declared options, and whatever else is told of what they make. */
export interface Described {
  /** By which recipes, lists and messages know it. */
  readonly name: string;
  readonly options: Options;
}

/** The arguments of a function of declared options: none, where none are needed. */
export type Arguments<O extends Options> =
  Partial<Given<O>> extends Given<O> ? [options?: Given<O>] : [options: Given<O>];

/** A function of declared options; its record stands beside, as data. */
export type Defined<About extends Described, Result> = About &
  ((...options: Arguments<About['options']>) => Result);

/**
 * Makes a function of a record: it checks the options that it is given, fills in the defaults, and
 * carries the record, of which schemas, lists and help texts are made.
 *
 * @example
 * ```ts
 * const ramp = define(
 *   { name: 'ramp', options: { to: number('where it ends'), steps: steps('its length') } },
 *   ({ to, steps }) => (step: number) => to * Math.min(1, step / steps),
 * );
 * ```
 *
 * @param make is given the options with their defaults
 */
export function define<const About extends Described, Result>(
  about: About,
  make: (options: Resolved<About['options']>) => Result,
): Defined<About, Result> {
  const { name, ...rest } = about;
  const defined = (options: Given<About['options']> = {} as Given<About['options']>) =>
    make(resolveOptions<About['options']>(name, about.options, options));
  // a function's name is its own
  Object.defineProperty(defined, 'name', { value: name });
  return Object.assign(defined, rest) as unknown as Defined<About, Result>;
}
