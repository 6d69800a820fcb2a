import { closest, distance } from 'fastest-levenshtein';

/** More names than these are not listed whole. */
const shownAtMost = 12;

/** A longer name is no slip. */
const longest = 100;

const letters = (name: string) => [...name].sort().join('');

/**
 * The known name that is near enough to be meant: the only longer one, the only one of the same letters,
 * or the nearest, within two edits or half of its length.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || name.length > longest) return undefined;
  const longer = known.filter((candidate) => candidate.startsWith(name));
  if (longer.length === 1) return longer[0];
  const swapped = known.filter((candidate) => letters(candidate) === letters(name));
  if (swapped.length === 1) return swapped[0];
  const found = closest(name, [...known]);
  return distance(name, found) <= Math.max(2, found.length / 2) ? found : undefined;
}

/**
 * ' Did you mean …?' where something known is near, else what is known; empty where nothing is.
 *
 * @param prefix stands before each name that is shown
 */
export function suggest(name: string, known: readonly string[], prefix = ''): string {
  const found = nearest(name, known);
  if (found !== undefined) return ` Did you mean '${prefix}${found}'?`;
  return known.length === 0 ? '' : ` Known are ${listed(known, prefix)}.`;
}

/** Names in a row, the first dozen of them. */
export function listed(names: readonly string[], prefix = ''): string {
  const shown = names.slice(0, shownAtMost).map((name) => `${prefix}${name}`);
  return [...shown, ...(names.length > shownAtMost ? ['…'] : [])].join(', ');
}
