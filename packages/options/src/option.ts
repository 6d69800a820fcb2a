import type { Bounds } from './bounds.js';

/** What kind of value an option takes. */
export type OptionKind =
  | 'number'
  | 'constant'
  | 'steps'
  | 'milestones'
  | 'flag'
  | 'choice'
  | 'text'
  | 'names'
  | 'mask'
  | 'code';

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
  /** Which words are allowed, for a choice. */
  readonly words: readonly string[];
  /** A check of its own, for what its kind cannot tell; it throws. */
  readonly check?: (name: string, value: unknown) => void;
  /** Never set: carries a type. */
  readonly at?: At;
}

/** What help texts and tables say of an option's default. */
export function describeDefault(option: Option): string {
  if (option.needed) return 'required';
  if (option.default === undefined) return 'optional';
  return Array.isArray(option.default) ? option.default.join(', ') : String(option.default);
}
