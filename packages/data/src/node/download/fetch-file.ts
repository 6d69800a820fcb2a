import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../../dataset-error.js';
import type { ArchiveFile } from './archives.js';

/** How far a download is. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  /** Bytes that are there, those of an earlier try included. */
  readonly received: number;
  /** Bytes of the whole file, where the server tells. */
  readonly total?: number;
}

/** How a file is fetched. */
export interface FetchOptions {
  /** Is told of every piece that comes. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what is there stays for the next try. */
  readonly signal?: AbortSignal;
  /** Seconds without a byte after which the server is given up; default 60. */
  readonly stallSeconds?: number;
}

/**
 * Fetches a file into a folder, unless it is there. What has come stands in `NAME.part` until it is whole and
 * has the right checksum; a later try goes on from its end, by an HTTP range request.
 *
 * @returns the path of the file.
 * @throws DatasetError where the server does not answer, refuses or stalls, where the disk is full, or where
 *   the checksum is another one; the signal's reason where it is aborted.
 */
export async function fetchFile(
  file: ArchiveFile,
  dir: string,
  options: FetchOptions = {},
): Promise<string> {
  const path = join(dir, file.name);
  if (existsSync(path)) {
    if ((await md5Of(path)) === file.md5) return path;
    throw new DatasetError(
      `"${path}" is there, but it is not the published file (another checksum); move it away to fetch that.`,
    );
  }
  const part = `${path}.part`;
  await receive(file, part, options);
  const found = await md5Of(part);
  if (found !== file.md5) {
    await rm(part);
    throw new DatasetError(
      `What came from ${file.url} has the MD5 checksum ${found}; expected ${file.md5}. It was deleted: try again, and if that is no help the file has changed at its source.`,
    );
  }
  await rename(part, path);
  return path;
}

async function receive(file: ArchiveFile, part: string, options: FetchOptions): Promise<void> {
  const { signal, stallSeconds = 60 } = options;
  const stalled = new AbortController();
  const watch = setTimeout(() => stalled.abort(), 1000 * stallSeconds);
  const either = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal;
  let target: FileHandle | undefined;
  const present = (await stat(part).catch(() => undefined))?.size ?? 0;
  let received = present;
  try {
    signal?.throwIfAborted();
    const response = await request(file, present, either);
    if (!response) return; // all of it was there
    const { from, total, body } = response;
    target = await writing(part, () => open(part, from > 0 ? 'a' : 'w'));
    received = from;
    for await (const chunk of body) {
      watch.refresh();
      received += chunk.length;
      if (received > file.most) {
        throw new DatasetError(
          `${file.url} sends more than the ${file.most} bytes that ${file.name} can have; it was stopped.`,
        );
      }
      await writeAll(target, chunk, part);
      options.onProgress?.({ file: file.name, received, ...(total !== undefined && { total }) });
    }
    if (total !== undefined && received < total) {
      throw new DatasetError(
        `The connection to ${file.url} ended at ${received} of ${total} bytes; try again, it goes on from there.`,
      );
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof DatasetError) throw error;
    throw failure(
      file,
      error as Error,
      stalled.signal.aborted ? stallSeconds : undefined,
      received,
    );
  } finally {
    clearTimeout(watch);
    await target?.close();
  }
}

/** Asks for the file from a byte on; undefined where there is nothing after it. */
async function request({ url, name }: ArchiveFile, present: number, signal: AbortSignal) {
  const headers = {
    'accept-encoding': 'identity',
    ...(present > 0 && { range: `bytes=${present}-` }),
  };
  const response = await fetch(url, { headers, signal });
  if (response.status === 416) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new DatasetError(
      `${url} answers ${response.status} ${response.statusText}: ${name} cannot be fetched from there.`,
    );
  }
  const isRest = response.status === 206;
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (isRest && Number(range?.[1]) !== present) {
    await response.body.cancel();
    throw new DatasetError(
      `${url} answers with another part of ${name} than that from byte ${present} on. Delete ${name}.part and try again.`,
    );
  }
  const length = response.headers.get('content-length');
  const rest = length === null ? undefined : Number(length);
  return {
    from: isRest ? present : 0,
    total: rest === undefined ? undefined : rest + (isRest ? present : 0),
    body: response.body as unknown as AsyncIterable<Uint8Array>,
  };
}

const writeAll = (target: FileHandle, chunk: Uint8Array, part: string): Promise<void> =>
  writing(part, async () => {
    for (let at = 0; at < chunk.length;) at += (await target.write(chunk, at)).bytesWritten;
  });

/** Says which file cannot be written, and why. */
async function writing<T>(part: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DatasetError(
      code === 'ENOSPC'
        ? `The disk is full: "${part}" cannot grow. Make room and try again; it goes on from there.`
        : `Cannot write "${part}": ${message}.`,
      { cause },
    );
  }
}

function failure(
  { url }: ArchiveFile,
  error: Error,
  stalledFor: number | undefined,
  received: number,
): DatasetError {
  const rest = received > 0 ? ` ${received} bytes are there: try again, it goes on from them.` : '';
  if (stalledFor !== undefined) {
    return new DatasetError(`${url} sent nothing for ${stalledFor} seconds.${rest}`);
  }
  const { cause = error } = error as { cause?: NodeJS.ErrnoException };
  const reason = 'code' in cause && cause.code ? `${cause.code}: ${cause.message}` : cause.message;
  const what = rest === '' ? 'cannot be reached' : 'could not be read on';
  const hint = rest || ' Is there a connection to the internet?';
  return new DatasetError(`${url} ${what} (${reason}).${hint}`, { cause: error });
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
