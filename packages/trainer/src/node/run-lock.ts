import { mkdir, open, readFile, rm, rmdir, stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, thisProcess } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';

/** Keeps other processes from writing to a run folder. */
export interface RunLock {
  /** Lets others write; call it in a `finally`. May be called again. */
  release(): Promise<void>;
}

/** How often the holder touches its lock, for machines that share the folder. */
const beatMs = 20_000;
/** How long a process of another machine is taken for alive after that. */
const silentMs = 15 * 60_000;
/** Removing a lock that was left behind takes far less. */
const removalMs = 10_000;
/** So long a lock may be empty: it was made and is about to be written. */
const writingMs = 2_000;

/**
 * Locks a run folder, which is made where there is none: one process writes to it at a time. The lock is the file `lock`
 * with the number of the process; what a killed process leaves is recognised by that, on another machine that shares the
 * folder by its age, and removed.
 *
 * @throws Error if another process holds it, naming that, or nothing can be written there
 */
export async function lockRun(dir: string): Promise<RunLock> {
  await mkdir(dir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'ENOTDIR') throw error;
    throw new Error(`${dir} is a file; a run needs a folder: choose another.`, { cause: error });
  });
  const path = join(dir, 'lock');
  const own = JSON.stringify(thisProcess());
  while (!(await created(path, own))) {
    const found = await read(path);
    if (found === undefined) continue; // it was released just now
    if (await isHeld(found)) throw heldBy(dir, path, found.holder);
    await removeDead(path, found.text);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // the folder may be gone
  }, beatMs);
  beat.unref();
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      clearInterval(beat);
      if ((await read(path))?.text === own) await rm(path, { force: true });
    },
  };
}

interface Found {
  readonly text: string;
  readonly holder?: ProcessIdentity;
  readonly ageMs: number;
}

/** Makes the file unless it is there. */
async function created(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where there is none. */
async function read(path: string): Promise<Found | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const holder = holderOf(text);
    return { text, ...(holder && { holder }), ageMs: Date.now() - mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function holderOf(text: string): ProcessIdentity | undefined {
  try {
    const { pid, host } = JSON.parse(text) as Partial<ProcessIdentity>;
    const isWhole = Number.isSafeInteger(pid) && (pid as number) > 0 && typeof host === 'string';
    return isWhole ? (JSON.parse(text) as ProcessIdentity) : undefined;
  } catch {
    return undefined;
  }
}

async function isHeld({ holder, ageMs }: Found): Promise<boolean> {
  if (!holder) {
    // torn by a crash, or being written
    await wait(20);
    return false;
  }
  return holder.host === os.hostname() ? isAlive(holder) : ageMs < silentMs;
}

/** Removes a lock that a process has left, one remover at a time and only while it is the same. */
async function removeDead(path: string, text: string): Promise<void> {
  const mutex = `${path}.removal`;
  try {
    await mkdir(mutex);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = await stat(mutex).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > removalMs)
      await rmdir(mutex).catch(() => {}); // its maker was killed meanwhile
    else await wait(20);
    return;
  }
  try {
    const found = await read(path);
    const isWritten = found?.holder !== undefined || (found?.ageMs ?? 0) > writingMs;
    if (found?.text === text && isWritten) await rm(path);
  } finally {
    await rmdir(mutex).catch(() => {});
  }
}

function heldBy(dir: string, path: string, holder: ProcessIdentity | undefined): Error {
  const { pid, host } = holder as ProcessIdentity;
  const where = host === os.hostname() ? '' : ` on ${host}`;
  return new Error(
    `The run in ${dir} is being written by process ${pid}${where}; wait for it or end it${where && `, and if it is gone delete ${path}`}.`,
  );
}
