import { nearest } from '@gnp/options';

/**
 * Says that a data set cannot be read or used as asked: a file is missing or broken, a name is unknown,
 * a number does not fit the data. The message is written for the person who chose the data set.
 */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** The error for a name that is not in the table: it gives the nearest name, if any is near, and all of them. */
export function unknownName(what: string, given: string, known: readonly string[]): DatasetError {
  const found = nearest(given, known);
  const hint = found === undefined ? '.' : `; did you mean "${found}"?`;
  return new DatasetError(`There is no ${what} "${given}"${hint} Known are ${known.join(', ')}.`);
}
