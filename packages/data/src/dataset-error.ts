import { closest } from 'fastest-levenshtein';

/**
 * Says that a data set cannot be read or used as asked: a file is missing or broken, a name is unknown,
 * a number does not fit the data. The message is written for the person who chose the data set.
 */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** The error for a name that is not in the table: it gives the nearest name, and all of them. */
export function unknownName(what: string, given: string, known: readonly string[]): DatasetError {
  return new DatasetError(
    `There is no ${what} "${given}"; did you mean "${closest(given, known)}"? ` +
      `Known are ${known.join(', ')}.`,
  );
}
