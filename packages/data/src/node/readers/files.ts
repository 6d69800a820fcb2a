import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatasetError } from '../../dataset-error.js';

/** Whether the path is a folder that can be reached. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Throws a DatasetError unless `dir` is a folder. */
export function checkFolder(dir: string, dataset: string): void {
  if (isFolder(dir)) return;
  throw new DatasetError(
    existsSync(dir)
      ? `"${dir}" is a file; expected the folder that holds ${dataset}.`
      : `Folder "${dir}" does not exist; expected the folder that holds ${dataset}.`,
  );
}

/** Finds the first of several spellings of a file name in a folder. */
export function findFile(dir: string, spellings: readonly string[]): string {
  const found = spellings.map((name) => join(dir, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const present = readdirSync(dir).sort();
  const shown = present.slice(0, 8).join(', ') + (present.length > 8 ? ', …' : '');
  throw new DatasetError(
    `File ${spellings.join(' or ')} is missing in "${dir}", which holds ${shown || 'nothing'}.`,
  );
}

/** What a compressed file may unpack to: several times the largest of the known ones. */
const mostUnpacked = 2 ** 30;

/**
 * Reads a whole file, decompressed where its content is gzip, whatever it is called.
 *
 * @param most bytes that it may decompress to; default 1 GiB
 * @throws DatasetError where it cannot be read, is damaged, or decompresses to more
 */
export function readBytes(path: string, most = mostUnpacked): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new DatasetError(`Cannot read "${path}": ${(cause as Error).message}.`, { cause });
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DatasetError(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `"${path}" (${bytes.length} bytes) decompresses to more than ${most} bytes, which is more than it should hold; fetch it again.`
        : `"${path}" (${bytes.length} bytes) is truncated or damaged: ${message}; fetch it again.`,
      { cause },
    );
  }
}

/**
 * Reads class names, one a line, where the file is there.
 *
 * @throws DatasetError where there are not as many as there are classes.
 */
export function readClassNames(path: string, classes: number): string[] | undefined {
  if (!existsSync(path)) return undefined;
  const names = new TextDecoder()
    .decode(readBytes(path))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return checkedNames(names, classes, path);
}

/** The names themselves; throws a DatasetError where there are not as many as there are classes. */
export function checkedNames(names: string[], classes: number, path: string): string[] {
  if (names.length === classes) return names;
  throw new DatasetError(`"${path}" holds ${names.length} class names; expected ${classes}.`);
}
