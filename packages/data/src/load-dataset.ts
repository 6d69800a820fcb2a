import type { ImageDataset } from './dataset.js';
import { DatasetError, unknownName } from './dataset-error.js';
import { registry } from './registry.js';
import type { DatasetInfo, ReaderOptions } from './registry.js';

/** Which data set to load. Options that the data set does not have are errors. */
export interface LoadDatasetOptions extends ReaderOptions {
  /** One of the names that `listDatasets` gives. */
  readonly name: string;
  /** The folder of its files, where it needs one. */
  readonly dir?: string;
}

/** The data sets that `loadDataset` knows, with where to get them. */
export function listDatasets(): DatasetInfo[] {
  return registry.map(({ name, description, needsDir, licence, source, options }) => ({
    name,
    description,
    needsDir,
    licence,
    source,
    options,
  }));
}

/**
 * Reads a data set by its name, as in `loadDataset({ name: 'cifar10', dir: 'data' })`.
 *
 * @throws DatasetError where the name is unknown, the folder is missing or not wanted, an option does not
 *   belong to the data set, or its files are missing or damaged; RangeError where an option's number is
 *   out of range.
 */
export function loadDataset(given: LoadDatasetOptions): ImageDataset {
  if (typeof given !== 'object' || typeof given?.name !== 'string') {
    const name = typeof given === 'string' ? given : 'digits';
    throw new DatasetError(
      `loadDataset takes an object with the name of a data set, { name: '${name}' }, ` +
        `got ${JSON.stringify(given)}.`,
    );
  }
  const { name, dir, ...options } = given;
  const entry = registry.find((candidate) => candidate.name === name);
  if (!entry) {
    throw unknownName(
      'data set',
      name,
      registry.map((candidate) => candidate.name),
    );
  }
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined || entry.options.includes(option)) continue;
    const takes = entry.options.length > 0 ? entry.options.join(', ') : 'none';
    throw new DatasetError(`Data set "${name}" has no option "${option}"; it takes ${takes}.`);
  }
  if (entry.needsDir && !dir) {
    throw new DatasetError(
      `Data set "${name}" needs the option dir, the folder of its files (${entry.source}).`,
    );
  }
  if (!entry.needsDir && dir) {
    throw new DatasetError(
      `Data set "${name}" is shipped with the package and reads no folder; leave out dir "${dir}".`,
    );
  }
  return entry.read(dir ?? '', options);
}
