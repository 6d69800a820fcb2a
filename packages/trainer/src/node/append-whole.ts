import { fstatSync, ftruncateSync, writeSync } from 'node:fs';

/**
 * Appends bytes whole or not at all.
 *
 * @param path named in the error
 * @throws Error where the file system refuses, such as on a full disk
 */
export function appendWhole(file: number, path: string, bytes: Uint8Array): void {
  const { size } = fstatSync(file);
  try {
    for (let done = 0; done < bytes.length;) {
      const count = writeSync(file, bytes, done, bytes.length - done);
      if (count === 0) throw new Error('nothing is written');
      done += count;
    }
  } catch (error) {
    takeBack(file, size);
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOSPC' ? 'the disk is full' : message;
    throw new Error(`Cannot write to ${path}: ${why}.`, { cause: error });
  }
}

function takeBack(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    // a torn last line is cut off when the file is opened again
  }
}
