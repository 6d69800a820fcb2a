import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileDurably } from './atomic-write.js';
import { CorruptedError } from './corrupted-error.js';
import { stringifyExactly } from './checked-json.js';

const formatVersion = 2;
const stateFile = 'state.json';

interface FileRecord {
  bytes: number;
  sha256: string;
}

interface Manifest {
  format: number;
  files: Record<string, FileRecord>;
  contents: unknown;
}

/**
 * Writes `files`, each in pieces of any size, and, last, a `state.json` with `contents`, the format version, every file's size and
 * SHA-256, and its own SHA-256.
 */
export async function writeCheckpointFiles(
  folder: string,
  files: Readonly<Record<string, readonly Uint8Array[]>>,
  contents: unknown,
): Promise<void> {
  const records: Record<string, FileRecord> = {};
  for (const [name, pieces] of Object.entries(files)) {
    const bytes = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    records[name] = { bytes, sha256: sha256(...pieces) };
    await writeFileDurably(join(folder, name), pieces);
  }
  const manifest: Manifest = { format: formatVersion, files: records, contents };
  const signed = { ...manifest, sha256: sha256(stringifyExactly(manifest, 'checkpoint')) };
  await writeFileDurably(join(folder, stateFile), `${JSON.stringify(signed, undefined, 2)}\n`);
}

/**
 * Reads back what {@link writeCheckpointFiles} wrote.
 *
 * @throws naming the file that is missing, has another size or another SHA-256, or was written by
 *   a version with another format.
 */
export async function readCheckpointFiles(
  folder: string,
): Promise<{ files: Record<string, Uint8Array>; contents: unknown }> {
  const manifest = readManifest(await read(folder, stateFile), join(folder, stateFile));
  const files: Record<string, Uint8Array> = {};
  for (const [name, record] of Object.entries(manifest.files)) {
    const bytes = await read(folder, name);
    if (bytes.byteLength !== record.bytes) {
      throw new CorruptedError(
        join(folder, name),
        `it has ${bytes.byteLength} bytes instead of ${record.bytes}`,
      );
    }
    if (sha256(bytes) !== record.sha256) {
      throw new CorruptedError(
        join(folder, name),
        'its SHA-256 is not the one that state.json gives',
      );
    }
    files[name] = bytes;
  }
  return { files, contents: manifest.contents };
}

/**
 * What a checkpoint folder holds besides tensors, whatever has become of those.
 *
 * @throws naming the file, if it is missing, corrupted, or of another format
 */
export async function readCheckpointContents(folder: string): Promise<unknown> {
  return readManifest(await read(folder, stateFile), join(folder, stateFile)).contents;
}

/** Whether a folder is itself a checkpoint. */
export async function isCheckpoint(folder: string): Promise<boolean> {
  return readFile(join(folder, stateFile)).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return false;
      throw error;
    },
  );
}

function readManifest(bytes: Uint8Array, path: string): Manifest {
  let json: Partial<Manifest & { sha256: string }> | null;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new CorruptedError(path, 'it is not JSON');
  }
  if (typeof json?.format === 'number' && json.format !== formatVersion) {
    const writer = json.format > formatVersion ? 'it, or a newer one' : 'it, or begin the run anew';
    throw new Error(
      `Checkpoint file ${path} has format ${json.format}, but this version reads format ${formatVersion}: read it with the version that wrote ${writer}.`,
    );
  }
  const { sha256: expected, ...manifest } = json ?? {};
  if (typeof expected !== 'string' || sha256(JSON.stringify(manifest)) !== expected) {
    throw new CorruptedError(path, 'its contents do not match its own SHA-256');
  }
  return manifest as Manifest;
}

async function read(folder: string, name: string): Promise<Uint8Array> {
  try {
    return await readLargeFile(join(folder, name));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CorruptedError(join(folder, name), 'it is missing');
    throw new Error(`Checkpoint file ${join(folder, name)} cannot be read: ${message}.`, {
      cause: error,
    });
  }
}

/** `readFile` refuses files beyond 2 GiB. */
async function readLargeFile(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(bytes, at, Math.min(sliceBytes, size - at));
      if (bytesRead === 0) return bytes.subarray(0, at);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** As much as is read and hashed at a time: neither takes more than 2 GiB. */
const sliceBytes = 2 ** 28;

function sha256(...pieces: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
    for (let at = 0; at < bytes.byteLength; at += sliceBytes) {
      hash.update(bytes.subarray(at, at + sliceBytes));
    }
  }
  return hash.digest('hex');
}
