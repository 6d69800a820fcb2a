import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from '../../dataset-error.js';

/** The image files of a folder of class folders. */
export interface Listing {
  /** Sorted names of the class folders. */
  readonly classNames: readonly string[];
  /** Class after class, each by name. */
  readonly paths: readonly string[];
  /** [paths.length], the place of each image's class among the names. */
  readonly labels: Int32Array;
}

const isImage = (name: string) => /\.(jpe?g|png)$/i.test(name);
const isHidden = (name: string) => name.startsWith('.');

/** By code units, as Python sorts names. */
const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Names of what a folder holds, hidden files left out, sorted. */
function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => !isHidden(name))
      .sort(byName);
  } catch (cause) {
    throw new DatasetError(`Cannot list the folder "${dir}": ${(cause as Error).message}.`, {
      cause,
    });
  }
}

/** Names of the folders in a folder, sorted. */
export function foldersIn(dir: string): string[] {
  return namesIn(dir).filter((name) =>
    statSync(join(dir, name), { throwIfNoEntry: false })?.isDirectory(),
  );
}

/**
 * Lists the JPEG and PNG files in the class folders of a folder, and in folders within those.
 *
 * @param known the names of the classes, where another split has fixed them
 * @throws DatasetError where there are none, a folder cannot be read, or a class is unknown
 */
export function listClasses(dir: string, known?: readonly string[]): Listing {
  const found = foldersIn(dir).map((name) => ({ name, paths: imagesIn(join(dir, name)) }));
  const classNames = known ?? found.map(({ name }) => name);
  const strange = found.find(({ name }) => !classNames.includes(name));
  if (strange) {
    throw new DatasetError(
      `"${join(dir, strange.name)}" is a class that the training images do not have; they have ${shown(classNames)}.`,
    );
  }
  const empty = found.find(({ paths }) => paths.length === 0);
  if (empty && !known) {
    throw new DatasetError(
      `The class folder "${join(dir, empty.name)}" holds no JPEG or PNG files.`,
    );
  }
  const paths = found.flatMap((each) => each.paths);
  if (paths.length === 0) {
    const inside = namesIn(dir);
    throw new DatasetError(
      `"${dir}" holds no class folders with JPEG or PNG files; it holds ${inside.length ? shown(inside) : 'nothing'}.`,
    );
  }
  const labels = found.flatMap(({ name, paths }) => {
    const label = classNames.indexOf(name);
    return paths.map(() => label);
  });
  return { classNames, paths, labels: Int32Array.from(labels) };
}

function imagesIn(dir: string): string[] {
  return namesIn(dir).flatMap((name) => {
    const path = join(dir, name);
    if (isImage(name)) return [path];
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? imagesIn(path) : [];
  });
}

const shown = (names: readonly string[]) =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? `, … (${names.length})` : '');
