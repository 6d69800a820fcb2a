import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../../dataset-error.js';
import { isFolder } from '../readers/files.js';

/** What an archive may hold: several times the largest of the known ones. */
const mostBytes = 2 ** 30;

/**
 * Unpacks a .tar.gz file beside itself and puts the folder that it holds in its place in one go.
 *
 * @param folder what the folder in the archive is called.
 * @throws DatasetError where the archive is damaged, holds other things, links or paths that lead out of it, or
 *   more than 1 GiB.
 */
export async function unpack(archive: string, dir: string, folder: string): Promise<void> {
  const temporary = await mkdtemp(join(dir, `.${folder}-`));
  try {
    await extractInto(archive, temporary);
    const unpacked = join(temporary, folder);
    if (!isFolder(unpacked)) throw new DatasetError(`"${archive}" holds no folder ${folder}.`);
    await rename(unpacked, join(dir, folder));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function extractInto(archive: string, cwd: string): Promise<void> {
  let bytes = 0;
  let problem: string | undefined;
  const filter = (path: string, entry: object) => {
    const { type, size = 0 } = entry as { type?: string; size?: number };
    bytes += size;
    if (type !== 'File' && type !== 'Directory') problem ??= `the ${type} ${path}`;
    if (path.startsWith('/') || path.split('/').includes('..')) problem ??= `the path ${path}`;
    if (bytes > mostBytes) problem ??= `more than ${mostBytes} bytes`;
    return problem === undefined;
  };
  const { extract } = await import('tar'); // for those alone who download
  try {
    await extract({ file: archive, cwd, strict: true, filter, noMtime: true, noChmod: true });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (problem === undefined) {
      throw new DatasetError(
        code === 'ENOSPC'
          ? `The disk is full: "${archive}" cannot be unpacked. Make room and try again.`
          : `"${archive}" cannot be unpacked: ${message}.`,
        { cause },
      );
    }
  }
  if (problem !== undefined) {
    throw new DatasetError(`"${archive}" holds ${problem}, which is not unpacked.`);
  }
}
