import { styleOf } from './style.js';
import { renderTable } from './table.js';

/** Flags of every command that lists; the command line allows one of them. */
export interface ListingFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What a command lists, for each of its readers; only what is asked for is made. */
export interface Listing {
  /** For people: what stands below one another. */
  readonly text: () => Iterable<string>;
  /** For programs (`--json`), in one line: `docs/scripting.md` tells the keys. */
  readonly json: () => unknown;
  /** For other commands (`--quiet`), one a line: names that they take, or the figure that matters. */
  readonly quiet: () => Iterable<string | number>;
}

/** Prints a listing as its flags ask for, for people by default. */
export function printListing(listing: Listing, { json, quiet }: ListingFlags): void {
  if (json) console.log(JSON.stringify(listing.json()));
  else for (const part of quiet ? listing.quiet() : listing.text()) console.log(String(part));
}

/** Rows below their headings, which are dim on a terminal. */
export function renderListing(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return renderTable([headings.map(styleOf(process.stdout).dim), ...rows]);
}
