import { checkNumber, show } from './bounds.js';
import type { Bounds } from './bounds.js';
import { nearest } from './nearest.js';
import { checkConstant, valueAt } from './number-or-schedule.js';
import type { NumberOrSchedule } from './number-or-schedule.js';
import type { Option } from './option.js';

/**
 * Refuses a value that an option could never take.
 *
 * @throws RangeError if a number is out of bounds, or a word is none of those of a choice
 * @throws TypeError if it is of another type
 */
export function checkOption(name: string, option: Option, value: unknown): void {
  checkKind(name, option, value);
  option.check?.(name, value);
}

/** The value of an option at a step. */
export function optionAt(name: string, option: Option, value: unknown, step: number): unknown {
  if (option.kind !== 'number' || value === undefined) return value;
  return valueAt(value as NumberOrSchedule, step, name, option.bounds);
}

function checkKind(name: string, { kind, bounds, words }: Option, value: unknown): void {
  const is = (right: boolean, expected: string) => {
    if (!right) throw new TypeError(`${name} must be ${expected}, got ${show(value)}.`);
  };
  switch (kind) {
    case 'number':
      return checkConstant(value as NumberOrSchedule, name, bounds);
    case 'constant':
    case 'steps':
      is(typeof value === 'number', 'a number');
      checkNumber(name, value as number, bounds);
      return;
    case 'milestones':
      is(Array.isArray(value), 'a list of steps');
      return checkMilestones(name, value as readonly number[], bounds);
    case 'flag':
      return is(typeof value === 'boolean', 'true or false');
    case 'choice':
      is(typeof value === 'string', `one of ${words.join(', ')}`);
      return checkWord(name, value as string, words);
    case 'text':
      return is(isText(value), 'a text');
    case 'names':
      return is(isList(value) && value.length > 0 && value.every(isText), 'a list of texts');
    case 'mask': {
      const all = words.map((word) => `'${word}'`).join(', ');
      return is(isSelection(value), `${all}, a name, a pattern, a predicate or a list of these`);
    }
    case 'code':
  }
}

function checkMilestones(name: string, values: readonly number[], bounds: Bounds): void {
  values.forEach((value, i) => {
    checkNumber(`${name}[${i}]`, value, bounds);
    if (i === 0 || value > values[i - 1]) return;
    throw new RangeError(`${name} must ascend, but ${value} follows ${values[i - 1]}.`);
  });
}

function checkWord(name: string, word: string, words: readonly string[]): void {
  if (words.includes(word)) return;
  const found = nearest(word, words);
  const hint = found === undefined ? '' : ` Did you mean '${found}'?`;
  throw new RangeError(`${name} must be one of ${words.join(', ')}, got ${show(word)}.${hint}`);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string' && value !== '';

function isSelection(value: unknown): boolean {
  if (isList(value)) return value.every(isSelection);
  return typeof value === 'string' || typeof value === 'function' || value instanceof RegExp;
}
