import type { Given } from '@gnp/options';
import { DatasetError, unknownName } from '../dataset-error.js';
import type { ImageDataset } from '../dataset.js';
import { allDatasets } from './registry.js';
import type { DatasetInfo } from './registry.js';

type Known = (typeof allDatasets)[number];

/** The names of the data sets. */
export type DatasetName = Known['name'];

/** Which data set to load, and the options that it has. */
export type LoadDatasetOptions<Name extends string = string> = {
  /** One of the names that `listDatasets` gives. */
  readonly name: Name;
} & (Name extends DatasetName
  ? Given<Extract<Known, { readonly name: Name }>['options']>
  : Readonly<Record<string, unknown>>);

/** The data sets that `loadDataset` knows, with their options and where to get them. */
export function listDatasets(): DatasetInfo[] {
  return allDatasets.map(({ name, description, licence, source, options }) => ({
    ...{ name, description, licence, source, options },
  }));
}

/**
 * Reads a data set by its name, as in `loadDataset({ name: 'cifar10', dir: 'data' })`.
 *
 * @throws DatasetError where the name is unknown, or files are missing or damaged; RangeError where an
 *   option is missing, does not belong to the data set, or is out of range; TypeError where it is of
 *   another type.
 */
export async function loadDataset<const Name extends string>(
  given: LoadDatasetOptions<Name>,
): Promise<ImageDataset> {
  if (typeof given !== 'object' || typeof given?.name !== 'string') {
    const name = typeof given === 'string' ? given : 'digits';
    throw new DatasetError(
      `loadDataset takes an object with the name of a data set, { name: '${name}' }, ` +
        `got ${JSON.stringify(given)}.`,
    );
  }
  const { name, ...options } = given;
  const found = allDatasets.find((dataset) => dataset.name === name);
  if (found) return (found as (options: object) => ImageDataset | Promise<ImageDataset>)(options);
  throw unknownName(
    'data set',
    name,
    allDatasets.map((dataset) => dataset.name),
  );
}
