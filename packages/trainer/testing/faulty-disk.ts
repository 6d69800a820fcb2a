import type * as Files from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/**
 * What goes wrong with a change of the disk: the process is killed before it, or in the middle of a write; a write takes
 * fewer bytes than it was given, as the system may; or the change is refused, as on a full disk.
 */
export const faults = ['kill', 'tear', 'shorten', 'refuse'] as const;
export type Fault = (typeof faults)[number];

type Change = (...args: never[]) => unknown;

/**
 * Replaces what changes the disk by functions of which the n-th goes wrong. After a kill every later one is refused, too,
 * since a process that was killed changes nothing more.
 *
 * @param nth 1 for the first, 0 for none
 * @returns how many there were so far, and what puts the functions back
 */
export function faultyDisk(fault: Fault, nth: number) {
  const files = jest.requireActual<typeof Files>('node:fs');
  const { promises } = files;
  let count = 0;
  let isDead = false;
  const isDue = () => {
    if (isDead) throw refusal('EIO');
    return ++count === nth;
  };
  const faulty = (change: Change, writePart?: Change): Change => {
    return function (this: unknown, ...args: never[]) {
      if (!isDue()) return change.apply(this, args);
      if (fault === 'shorten') return (writePart ?? change).apply(this, args);
      if (fault === 'tear') writePart?.apply(this, args);
      isDead = fault !== 'refuse';
      throw refusal(isDead ? 'EIO' : 'ENOSPC');
    };
  };
  const later = (change: Change, writePart?: Change): Change => {
    const inner = faulty(change, writePart);
    return async function (this: unknown, ...args: never[]) {
      return await inner.apply(this, args);
    };
  };
  const writeSync = files.writeSync as (f: number, b: Uint8Array, o?: number, n?: number) => number;
  const writeHalf = (file: number, bytes: Uint8Array, at = 0, length = bytes.length - at) =>
    writeSync(file, bytes, at, Math.ceil(length / 2));
  const spies: jest.SpyInstance[] = [];
  const replace = (object: object, name: string, by: Change) => {
    spies.push(jest.spyOn(object as Record<string, Change>, name).mockImplementation(by));
  };
  replace(files, 'writeSync', faulty(writeSync, writeHalf));
  for (const name of ['truncateSync', 'ftruncateSync', 'mkdirSync'] as const) {
    replace(files, name, faulty(files[name]));
  }
  // no power is cut here, so nothing needs to wait for the disk
  const sync = () => {};
  replace(files, 'fdatasyncSync', faulty(sync));
  const openSync = files.openSync as Change;
  const changingOpen = faulty(openSync);
  replace(files, 'openSync', (path: string, flags = 'r') =>
    (flags === 'r' ? openSync : changingOpen)(path as never, flags as never),
  );
  for (const name of ['rename', 'rm', 'mkdir'] as const) {
    replace(promises, name, later(promises[name]));
  }
  const open = promises.open;
  const openToWrite = later(open) as typeof open;
  replace(promises, 'open', async (path: string, flags = 'r') => {
    const isRead = flags === 'r';
    const file = await (isRead ? open : openToWrite)(path, flags);
    file.sync = later(sync) as FileHandle['sync'];
    if (isRead) return file;
    const half = (contents: Uint8Array | string) =>
      writeHalf(file.fd, Buffer.from(contents as string));
    const whole = file.writeFile.bind(file) as Change;
    // where it can be shortened, Node.js writes the rest by itself
    file.writeFile = later(whole, fault === 'shorten' ? whole : half) as FileHandle['writeFile'];
    return file;
  });
  return { changes: () => count, restore: () => spies.forEach((spy) => spy.mockRestore()) };
}

const refusal = (code: string) => Object.assign(new Error(`${code}: the disk is faulty`), { code });
