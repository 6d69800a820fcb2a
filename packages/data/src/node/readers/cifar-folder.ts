import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFolder, isFolder } from './files.js';

/** What the two versions of an archive are called when they are unpacked, and a file that tells them. */
export interface CifarNames {
  readonly title: string;
  readonly binary: string;
  readonly python: string;
  /** A file that the Python version has. */
  readonly pythonFile: string;
}

/**
 * The folder that holds the files, and which version they are: the given one, or its subfolder of the archive's
 * name, the binary version where both are there.
 *
 * @throws DatasetError where it is no folder.
 */
export function cifarFolder(
  dir: string,
  { title, binary, python, pythonFile }: CifarNames,
): { readonly folder: string; readonly isPython: boolean } {
  checkFolder(dir, title);
  if (isFolder(join(dir, binary))) return { folder: join(dir, binary), isPython: false };
  if (isFolder(join(dir, python))) return { folder: join(dir, python), isPython: true };
  const isPython = existsSync(join(dir, pythonFile)) || basename(dir) === python;
  return { folder: dir, isPython };
}
