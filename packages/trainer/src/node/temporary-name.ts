import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** A hidden name beside a file or folder, for what is to take its place. */
export const temporaryBeside = (path: string): string =>
  join(dirname(path), `.${basename(path)}.tmp-${randomBytes(6).toString('hex')}`);

/** Whether a name is such a one, left by a process that was killed. */
export const isTemporary = (name: string): boolean => /^\..+\.tmp-[0-9a-f]{12}$/.test(name);
