import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { isAlive, thisProcess } from './process-identity.js';
import { lockRun } from './run-lock.js';

const temporary = () => mkdtempSync(join(os.tmpdir(), 'gnp-lock-'));
const here = { host: os.hostname() };
/** A process that is over. */
const dead = () => spawnSync(process.execPath, ['-e', '']).pid;

/** A folder whose lock holds that text, written so many minutes ago. */
function locked(text: string, minutes = 0): string {
  const dir = temporary();
  const path = join(dir, 'lock');
  writeFileSync(path, text);
  const then = new Date(Date.now() - minutes * 60_000);
  utimesSync(path, then, then);
  return dir;
}

describe('lockRun', () => {
  it('lets one process write, until it is released', async () => {
    const dir = join(temporary(), 'new');
    const lock = await lockRun(dir);
    await expect(lockRun(dir)).rejects.toThrow(
      `The run in ${dir} is being written by process ${process.pid}; wait for it or end it.`,
    );
    await lock.release();
    await lock.release();
    const again = await lockRun(dir);
    await lock.release(); // another's now
    expect(existsSync(join(dir, 'lock'))).toBe(true);
    await again.release();
    expect(existsSync(join(dir, 'lock'))).toBe(false);
  });

  it('takes what a process left that is gone, or another has the number of', async () => {
    const reused = { ...thisProcess(), started: 'another boot 1' };
    for (const holder of [{ ...here, pid: dead() }, reused]) {
      await expect(lockRun(locked(JSON.stringify(holder)))).resolves.toBeDefined();
    }
  });

  it('takes what was torn, not what is being written', async () => {
    for (const text of ['', '{"pid":', '{"pid": "x"}', '[]', 'null']) {
      await expect(lockRun(locked(text, 1))).resolves.toBeDefined();
    }
    const dir = locked('');
    setTimeout(() => writeFileSync(join(dir, 'lock'), JSON.stringify(thisProcess())), 100);
    await expect(lockRun(dir)).rejects.toThrow('is being written by process');
  });

  it('judges processes of other machines by the age of their lock', async () => {
    const elsewhere = JSON.stringify({ pid: dead(), host: 'elsewhere' });
    const dir = locked(elsewhere, 14);
    await expect(lockRun(dir)).rejects.toThrow(
      new RegExp(`on elsewhere; wait for it or end it, and if it is gone delete ${dir}/lock\\.`),
    );
    await expect(lockRun(locked(elsewhere, 16))).resolves.toBeDefined();
  });

  it('is given to one of many that come at once, be it new or left behind', async () => {
    for (const dir of [temporary(), locked(JSON.stringify({ ...here, pid: dead() }))]) {
      const tries = await Promise.allSettled(Array.from({ length: 40 }, () => lockRun(dir)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))).toEqual(thisProcess());
    }
  });

  it('says that the folder is a file', async () => {
    const file = join(temporary(), 'file');
    writeFileSync(file, '');
    await expect(lockRun(file)).rejects.toThrow(`${file} is a file; a run needs a folder`);
  });
});

test('a process is alive that runs, and is none that began at another time', () => {
  expect(isAlive(thisProcess())).toBe(true);
  expect(isAlive({ ...thisProcess(), started: 'x' })).toBe(false);
  expect(isAlive({ pid: dead(), host: 'x' })).toBe(false);
});
