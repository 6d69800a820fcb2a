import { readFileSync } from 'node:fs';
import os from 'node:os';

/** Which process it is, so that a later one that has its number is not taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** When it began and since when the machine runs, where the system tells: equal for the same process alone. */
  readonly started?: string;
}

/** This process. */
export const thisProcess = (): ProcessIdentity => identityOf(process.pid);

function identityOf(pid: number): ProcessIdentity {
  const started = startOf(pid);
  return { pid, host: os.hostname(), ...(started !== undefined && { started }) };
}

/** From Linux's /proc; undefined elsewhere, or where there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name, in parentheses, may hold spaces; the start time is the 20th field after it
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether a process of this machine is still there. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0); // asks only
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === undefined || startOf(pid) === started;
}
