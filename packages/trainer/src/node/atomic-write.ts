import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryBeside } from './temporary-name.js';

/**
 * Writes a file whole or not at all: a reader, or whoever comes after a crash, finds the old contents
 * or the new, never a part. The bytes reach the disk before the name does.
 *
 * @throws what the file system reports; the old file is then as it was.
 */
export async function writeFileAtomically(
  path: string,
  contents: Uint8Array | string,
): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await writeFileDurably(temporary, contents);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Writes a new file, whole or in pieces, and returns when its bytes are on the disk. */
export async function writeFileDurably(
  path: string,
  contents: Uint8Array | string | readonly Uint8Array[],
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    // each goes on where the one before ended
    for (const piece of piecesOf(contents)) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

const piecesOf = (contents: Uint8Array | string | readonly Uint8Array[]) =>
  typeof contents === 'string' || contents instanceof Uint8Array ? [contents] : contents;

/** Flushes a folder's list of names to the disk, where the platform has a way to ask for it. */
export async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    // Windows and some network file systems open no folders or flush none
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'].includes(code)) throw error;
  }
}
