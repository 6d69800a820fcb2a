import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What the system knows of memory, in bytes. */
export interface SystemMemory {
  /** All that this process may have: the machine's, or what its control group is allowed. */
  total(): number;
  /** What the process holds, all of its threads, heaps and libraries together. */
  held(): number;
  /** What can still be had, whoever holds the rest. */
  free(): number;
}

/** Files of a control group: its limit, what it uses, and its statistics, by version. */
const groupFiles = [
  {
    controller: '',
    root: '/sys/fs/cgroup',
    limit: 'memory.max',
    used: 'memory.current',
    reclaimable: /^inactive_file (\d+)/m,
  },
  {
    controller: 'memory',
    root: '/sys/fs/cgroup/memory',
    limit: 'memory.limit_in_bytes',
    used: 'memory.usage_in_bytes',
    reclaimable: /^total_inactive_file (\d+)/m,
  },
];

/** Reads a file, undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** The memory of this machine and of the control groups that the process is in. */
export function systemMemory(read: ReadFile = readText): SystemMemory {
  const groups = groupsOf(read);
  return {
    total: () => Math.min(os.totalmem(), ...groups.map(({ limit }) => limit)),
    held: () => process.memoryUsage.rss(),
    free: () => Math.min(machineFree(read), ...groups.map((group) => group.free())),
  };
}

/** The kernel's own estimate of what can be had without swapping. */
function machineFree(read: ReadFile): number {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(read('/proc/meminfo') ?? '');
  if (available) return 1024 * Number(available[1]);
  // elsewhere what is free leaves out what the system would give back: the limit alone counts
  return Infinity;
}

/** The groups of the process, and those above them, that are limited. */
function groupsOf(read: ReadFile): { limit: number; free: () => number }[] {
  const lines = (read('/proc/self/cgroup') ?? '').split('\n');
  return groupFiles.flatMap(({ controller, root, limit, used, reclaimable }) => {
    const line = lines.find((text) => text.split(':')[1]?.split(',').includes(controller));
    if (line === undefined) return [];
    const path = line.split(':').slice(2).join(':');
    // a container sees its own group at the root, whatever its path is called
    return ancestorsOf(path).flatMap((group) => {
      const bytes = numberIn(read(`${root}${group}/${limit}`));
      if (bytes === undefined || bytes >= os.totalmem()) return [];
      const free = () => {
        const cached = reclaimable.exec(read(`${root}${group}/memory.stat`) ?? '');
        return bytes - (numberIn(read(`${root}${group}/${used}`)) ?? 0) + Number(cached?.[1] ?? 0);
      };
      return [{ limit: bytes, free }];
    });
  });
}

/** `/a/b`, `/a` and the root. */
function ancestorsOf(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '');
  return [...names.map((_, i) => `/${names.slice(0, names.length - i).join('/')}`), ''];
}

function numberIn(text: string | undefined): number | undefined {
  const value = Number.parseInt(text ?? '', 10); // `max` is no limit
  return Number.isNaN(value) ? undefined : value;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
