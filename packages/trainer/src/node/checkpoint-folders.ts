import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder } from './atomic-write.js';
import { isTemporary } from './temporary-name.js';

/** A finished checkpoint on the disk. */
export interface CheckpointFolder {
  /** Optimizer steps done when it was saved. */
  step: number;
  path: string;
}

/** The checkpoints of a run, oldest first; none if the run has saved none yet. */
export async function listCheckpoints(runDir: string): Promise<CheckpointFolder[]> {
  const folder = checkpointsFolder(runDir);
  const names = await namesIn(folder);
  return names
    .flatMap((name) => {
      const match = /^step-(\d+)(\.old)?$/.exec(name);
      // an .old one counts only where a crash kept its replacement from taking its place
      if (!match || (match[2] && names.includes(`step-${match[1]}`))) return [];
      return [{ step: Number(match[1]), path: join(folder, name) }];
    })
    .sort((a, b) => a.step - b.step);
}

/**
 * Makes a checkpoint folder out of nothing: `write` fills a temporary folder, which then takes its
 * final name in one step. Whatever goes wrong before that leaves the run as it was.
 */
export async function commitCheckpoint(
  runDir: string,
  step: number,
  write: (folder: string) => Promise<void>,
): Promise<CheckpointFolder> {
  const parent = checkpointsFolder(runDir);
  const temporary = join(parent, `.tmp-${process.pid}-${randomBytes(6).toString('hex')}`);
  const path = join(parent, `step-${String(step).padStart(8, '0')}`);
  await mkdir(temporary, { recursive: true });
  beingWritten.add(temporary);
  try {
    await write(temporary);
    await flushFolder(temporary);
    await setAside(path);
    await rename(temporary, path);
    await flushFolder(parent);
    await remove(`${path}.old`);
  } finally {
    beingWritten.delete(temporary);
    await remove(temporary);
  }
  return { step, path };
}

/** Removes what writers that died have left behind; those still writing are left alone. */
export async function removeLeftovers(runDir: string): Promise<void> {
  const folder = checkpointsFolder(runDir);
  const names = await namesIn(folder);
  for (const name of names) {
    const writer = /^\.tmp-(\d+)-/.exec(name)?.[1];
    const dead = writer && !isWriting(Number(writer), join(folder, name));
    const replaced = name.endsWith('.old') && names.includes(name.slice(0, -'.old'.length));
    if (dead || replaced) await remove(join(folder, name));
  }
  await removeTornWrites(runDir);
}

/** Files that `writeFileAtomically` had not renamed when its process was killed. */
async function removeTornWrites(runDir: string): Promise<void> {
  for (const name of await namesIn(runDir)) {
    const path = join(runDir, name);
    if (!isTemporary(name)) continue;
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > tornAfterMs) await remove(path);
  }
}

/** Writing a file takes far less: somebody else may be about to rename a younger one. */
const tornAfterMs = 60_000;

/** Removes all checkpoints but the newest `keep` and that of the step `best`. */
export async function pruneCheckpoints(runDir: string, keep: number, best?: number): Promise<void> {
  const older = (await listCheckpoints(runDir)).slice(0, -keep);
  for (const { step, path } of older) if (step !== best) await remove(path);
}

/** Removes the checkpoints of later steps, which a run that is resumed at `step` will write anew. */
export async function discardCheckpointsAfter(runDir: string, step: number): Promise<void> {
  for (const checkpoint of await listCheckpoints(runDir)) {
    if (checkpoint.step > step) await remove(checkpoint.path);
  }
}

const beingWritten = new Set<string>();

function isWriting(pid: number, folder: string): boolean {
  // in containers a restarted process often has the number of the dead one
  if (pid === process.pid) return beingWritten.has(folder);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function setAside(path: string): Promise<void> {
  try {
    await remove(`${path}.old`);
    await rename(path, `${path}.old`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function checkpointsFolder(runDir: string): string {
  return join(runDir, 'checkpoints');
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}
