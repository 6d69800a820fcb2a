import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError, unknownName } from '../../dataset-error.js';
import { isFolder } from '../readers/files.js';
import { archives } from './archives.js';
import type { Archive } from './archives.js';
import { fetchFile } from './fetch-file.js';
import type { FetchOptions } from './fetch-file.js';
import { unpack } from './unpack.js';

/** Options of {@link download}. */
export interface DownloadOptions extends FetchOptions {
  /** The folder to put the files in; it is made where it is not there. */
  readonly dir: string;
  /** Address of a folder to fetch the same files from, such as a mirror near by; the checksums stay. */
  readonly mirror?: string;
}

/** The names of the data sets that {@link download} knows. */
export function listDownloads(): string[] {
  return archives.map(({ name }) => name);
}

/**
 * Fetches a public data set, so that `loadDataset({ name, dir })` finds it: cifar10 and cifar100 in the binary
 * version, mnist, fashion-mnist. Each file is checked against the MD5 checksum that its publishers state; what
 * is there already is not fetched again, and what is there in part is gone on with.
 *
 * @returns the folder to give as `dir`.
 * @throws DatasetError where the name is unknown, a server cannot be reached, refuses or stalls, the disk is
 *   full, or what came is not what was published; the signal's reason where it is aborted.
 */
export async function download(name: string, options: DownloadOptions): Promise<string> {
  const archive = archives.find((one) => one.name === name);
  if (!archive) throw unknownName('data set to download', name, listDownloads());
  return downloadArchive(archive, options);
}

/** Fetches the files of an archive, and unpacks them where it is packed. */
export async function downloadArchive(
  { files, folder }: Archive,
  { dir, mirror, ...options }: DownloadOptions,
): Promise<string> {
  if (folder !== undefined && isFolder(join(dir, folder))) return dir;
  try {
    await mkdir(dir, { recursive: true });
  } catch (cause) {
    throw new DatasetError(`Cannot make the folder "${dir}": ${(cause as Error).message}.`, {
      cause,
    });
  }
  for (const file of files) {
    const url = mirror === undefined ? file.url : `${mirror.replace(/\/+$/, '')}/${file.name}`;
    const path = await fetchFile({ ...file, url }, dir, options);
    if (folder === undefined) continue;
    await unpack(path, dir, folder);
    await rm(path);
  }
  return dir;
}
