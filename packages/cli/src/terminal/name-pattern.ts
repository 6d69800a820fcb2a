import { matches, nearest, suggest } from '@gnp/options';
import { UsageError } from '../usage-error.js';

/** Whether a text is a pattern, in which `*` stands for anything, and not a name. */
export const isPattern = (text: string): boolean => text.includes('*');

/**
 * What is called as a pattern says, or by a name, in any case; everything where none is given.
 *
 * @param what what one of them is, for the message
 * @throws UsageError naming the nearest where nothing is called so
 */
export function chosen<T extends { readonly name: string }>(
  pattern: string | undefined,
  all: readonly T[],
  what: string,
): readonly T[] {
  if (pattern === undefined) return all;
  const found = all.filter(({ name }) => matches(pattern.toLowerCase(), name.toLowerCase()));
  if (found.length > 0) return found;
  const names = [...new Set(all.map(({ name }) => name))];
  throw noMatch(pattern, names, what);
}

/**
 * The refusal of a pattern, or of a name, that nothing is called by.
 *
 * @param prefix what the pattern and all names begin with, in which no slip is looked for
 */
export function noMatch(
  pattern: string,
  names: readonly string[],
  what: string,
  prefix = '',
): UsageError {
  const own = (text: string) => text.slice(prefix.length);
  const letters = own(pattern).replaceAll('*', '');
  const hint = suggest(meant(letters, names.map(own)), names.map(own), prefix);
  const refusal = isPattern(pattern)
    ? `No ${what} matches '${pattern}'.`
    : `There is no ${what} '${pattern}'.`;
  return new UsageError(`${refusal}${hint}`);
}

/** The name that begins nearest to what a pattern has besides `*`, if one does; else that itself. */
function meant(letters: string, names: readonly string[]): string {
  if (letters.length < 3 || nearest(letters, names) !== undefined) return letters;
  const heads = names.map((name) => name.slice(0, letters.length));
  const head = nearest(letters, [...new Set(heads)]);
  return head === undefined ? letters : names[heads.indexOf(head)];
}
