import type { Bounds } from './bounds.js';
import type { NumberOrSchedule } from './number-or-schedule.js';
import type { Option, OptionKind } from './option.js';
import { maskWords } from './selection.js';
import type { Mask, ParameterLike } from './selection.js';

/**
 * Declares an option of a kind: by its meaning in a line, and by its default or that it is optional;
 * without either it must be given.
 */
export interface Declare<Given, At, Settings = unknown> {
  (meaning: string, settings: Settings & { readonly default: At }): Option<Given, At, false>;
  (
    meaning: string,
    settings: Settings & { readonly optional: true },
  ): Option<Given, At | undefined, false>;
  (meaning: string, settings?: Settings): Option<Given, At, true>;
}

interface Settings extends Bounds {
  readonly default?: unknown;
  readonly optional?: boolean;
}

function option(kind: OptionKind, meaning: string, settings: Settings, more: Partial<Option> = {}) {
  const { default: value, optional = false } = settings;
  const needed = value === undefined && !optional;
  return { kind, meaning, needed, default: value, bounds: {}, words: [], ...more } as Option;
}

/** Declares options of a kind, whose bounds follow from those that are given. */
const declares = <Given, At, More = unknown>(
  kind: OptionKind,
  boundsOf: (given: Bounds) => Bounds = () => ({}),
) =>
  ((meaning: string, settings: Settings = {}) => {
    const { default: _, optional: __, ...given } = settings;
    return option(kind, meaning, settings, { bounds: boundsOf(given) });
  }) as Declare<Given, At, More>;

const fromZero = (given: Bounds) => (Object.keys(given).length > 0 ? given : { least: 0 });

/** A number or a schedule of it, from 0 on unless bounds are given. */
export const number = declares<NumberOrSchedule, number, Bounds>('number', fromZero);

/** A number that is the same at all steps, from 0 on unless bounds are given. */
export const constant = declares<number, number, Bounds>('constant', fromZero);

/** A constant of at least 0 and below 1. */
export const share = declares<number, number>('constant', () => ({ least: 0, below: 1 }));

/** A constant that is a whole number, from 1 on unless bounds are given. */
export const count = declares<number, number, Bounds>('constant', (given) => ({
  least: 1,
  ...given,
  whole: true,
}));

/** A duration: whole optimizer steps, from 0 on; recipes give it in epochs. */
export const steps = declares<number, number>('steps', () => ({ least: 0, whole: true }));

/** Points in time, in ascending order: optimizer steps; recipes give them in epochs. */
export const milestones = declares<readonly number[], readonly number[]>('milestones', () => ({
  least: 0,
  whole: true,
}));

/** Yes or no. */
export const flag = declares<boolean, boolean>('flag');

/** A text of at least one letter. */
export const text = declares<string, string>('text');

/** A list of at least one text. */
export const names = declares<readonly string[], readonly string[]>('names');

/** One of some words. */
export function choice<const Word extends string>(
  meaning: string,
  words: readonly Word[],
  settings: { readonly default: NoInfer<Word> },
): Option<Word, Word, false>;
export function choice<const Word extends string>(
  meaning: string,
  words: readonly Word[],
): Option<Word, Word, true>;
export function choice(meaning: string, words: readonly string[], settings: Settings = {}): Option {
  return option('choice', meaning, settings, { words });
}

/** Which parameters something covers; recipes give a word, or a list of names. */
export function mask<Parameter extends ParameterLike>(
  meaning: string,
  settings: { readonly default: Mask<Parameter> },
): Option<Mask<Parameter>, Mask<Parameter>, false> {
  return option('mask', meaning, settings, { words: maskWords }) as Option<
    Mask<Parameter>,
    Mask<Parameter>,
    false
  >;
}

/** A setting of {@link code}. */
export interface OwnCheck {
  /** Refuses values that are impossible: it throws. */
  readonly check?: (name: string, value: unknown) => void;
}

/** Something that only a program can give, such as a function; recipes cannot. */
export function code<T>(
  meaning: string,
  settings: OwnCheck & { readonly default: T },
): Option<T, T, false>;
export function code<T>(
  meaning: string,
  settings: OwnCheck & { readonly optional: true },
): Option<T, T | undefined, false>;
export function code(meaning: string, { check, ...settings }: OwnCheck & Settings): Option {
  return option('code', meaning, settings, check && { check });
}
