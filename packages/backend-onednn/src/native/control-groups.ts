import { readFileSync } from 'node:fs';

/** Reads a file, undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** The files of one control group (Linux). */
export interface ControlGroup {
  /** Which of the two interfaces of the kernel it is of. */
  readonly version: 1 | 2;
  read(file: string): string | undefined;
}

/**
 * The control groups that a process is in, and those above them, nearest first.
 *
 * @param controller what they govern, such as `memory` or `cpu`
 */
export function controlGroups(controller: string, read: ReadFile = readText): ControlGroup[] {
  const lines = (read('/proc/self/cgroup') ?? '').split('\n');
  const interfaces = [
    { version: 2, name: '', root: '/sys/fs/cgroup' },
    { version: 1, name: controller, root: `/sys/fs/cgroup/${controller}` },
  ] as const;
  return interfaces.flatMap(({ version, name, root }) => {
    const line = lines.find((text) => text.split(':')[1]?.split(',').includes(name));
    if (line === undefined) return [];
    const path = line.split(':').slice(2).join(':');
    // a container sees its own group at the root, whatever its path is called
    return ancestorsOf(path).map((group) => ({
      version,
      read: (file: string) => read(`${root}${group}/${file}`),
    }));
  });
}

/** How many processors' time the control groups allow; Infinity where none limits it. */
export function processorQuota(read: ReadFile = readText): number {
  const quotas = controlGroups('cpu', read).map((group) => {
    const [quota, period] =
      group.version === 2
        ? (group.read('cpu.max') ?? '').split(' ')
        : [group.read('cpu.cfs_quota_us'), group.read('cpu.cfs_period_us')];
    return numberIn(quota) / numberIn(period);
  });
  // `max` in version 2, a negative quota in version 1: no limit
  return Math.min(...quotas.filter((quota) => quota > 0));
}

/** The number at the start of a text, or NaN. */
export function numberIn(text: string | undefined): number {
  return Number.parseInt(text ?? '', 10);
}

export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** `/a/b`, `/a` and the root. */
function ancestorsOf(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '');
  return [...names.map((_, i) => `/${names.slice(0, names.length - i).join('/')}`), ''];
}
