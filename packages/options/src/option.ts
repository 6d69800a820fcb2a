import { checkCount, checkNumber, show } from './bounds.js';
import type { Bounds } from './bounds.js';
import { checkConstant, valueAt } from './number-or-schedule.js';
import type { NumberOrSchedule } from './number-or-schedule.js';

/** What kind of value an option takes. */
export type OptionKind = 'number' | 'share' | 'count' | 'flag' | 'code';

/**
 * One option, declared once: from it come the type that a caller gives, the type at a step, the check,
 * the default, and what help texts, schemas and tables say.
 *
 * @typeParam Given what a caller gives
 * @typeParam At what it is at a step, schedules resolved
 * @typeParam Needed whether it must be given
 */
export interface Option<Given = unknown, At = unknown, Needed extends boolean = boolean> {
  readonly kind: OptionKind;
  /** What it means, in a line. */
  readonly meaning: string;
  /** Whether it must be given. */
  readonly needed: Needed;
  /** What it is when it is not given; undefined where it is needed or may be left out. */
  readonly default: Given | undefined;
  /** Which numbers are allowed, for kinds that are numbers. */
  readonly bounds: Bounds;
  /** Never set: carries a type. */
  readonly at?: At;
}

/** Bounds of a number, and its default where it need not be given. */
export interface NumberSettings extends Bounds {
  readonly default?: number;
  /** Whether it may be left out without a default. */
  readonly optional?: boolean;
}

/** A number or a schedule of it, from 0 on unless `settings` say otherwise; needed without a default. */
export function number(
  meaning: string,
  settings: NumberSettings & { readonly default: number },
): Option<NumberOrSchedule, number, false>;
export function number(
  meaning: string,
  settings: NumberSettings & { readonly optional: true },
): Option<NumberOrSchedule, number | undefined, false>;
export function number(
  meaning: string,
  settings?: NumberSettings,
): Option<NumberOrSchedule, number, true>;
export function number(
  meaning: string,
  settings: NumberSettings = {},
): Option<NumberOrSchedule, number | undefined> {
  const { default: value, optional = false, ...bounds } = settings;
  const isFree = Object.keys(bounds).length === 0;
  return {
    kind: 'number',
    meaning,
    needed: value === undefined && !optional,
    default: value,
    bounds: isFree ? { least: 0 } : bounds,
  };
}

/** A share of at least 0 and below 1, the same at all steps. */
export function share(meaning: string, value: number): Option<number, number, false> {
  const bounds = { least: 0, below: 1 };
  return { kind: 'share', meaning, needed: false, default: value, bounds };
}

/** A whole number of at least 1, the same at all steps. */
export function count(meaning: string, value: number): Option<number, number, false> {
  return { kind: 'count', meaning, needed: false, default: value, bounds: { least: 1 } };
}

/** Yes or no. */
export function flag(meaning: string, value: boolean): Option<boolean, boolean, false> {
  return { kind: 'flag', meaning, needed: false, default: value, bounds: {} };
}

/** Something that only a program can give, such as a function; recipes cannot. */
export function code<T>(meaning: string, value: T): Option<T, T, false> {
  return { kind: 'code', meaning, needed: false, default: value, bounds: {} };
}

/**
 * Refuses a value that an option could never take.
 *
 * @throws RangeError if a number is out of bounds
 * @throws TypeError if it is of another type
 */
export function checkOption(name: string, { kind, bounds }: Option, value: unknown): void {
  if (kind === 'code') return;
  if (kind === 'number') checkConstant(value as NumberOrSchedule, name, bounds);
  else if (kind === 'flag') {
    if (typeof value !== 'boolean') {
      throw new TypeError(`${name} must be true or false, got ${show(value)}.`);
    }
  } else if (typeof value !== 'number') {
    throw new TypeError(`${name} must be a number, got ${show(value)}.`);
  } else if (kind === 'count') checkCount(name, value, bounds.least);
  else checkNumber(name, value, bounds);
}

/** The value of an option at a step. */
export function optionAt(name: string, option: Option, value: unknown, step: number): unknown {
  if (option.kind !== 'number' || value === undefined) return value;
  return valueAt(value as NumberOrSchedule, step, name, option.bounds);
}
