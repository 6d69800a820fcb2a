import os from 'node:os';
import { controlGroups, numberIn, readText } from '../native/control-groups.js';
import type { ReadFile } from '../native/control-groups.js';

/** What the system knows of memory, in bytes. */
export interface SystemMemory {
  /** All that this process may have: the machine's, or what its control group is allowed. */
  total(): number;
  /** What the process holds, all of its threads, heaps and libraries together. */
  held(): number;
  /** What can still be had, whoever holds the rest. */
  free(): number;
}

/** Names of a memory group's files, and how much of its cache it could drop, by version. */
const filesOf = {
  2: { limit: 'memory.max', used: 'memory.current', reclaimable: /^inactive_file (\d+)/m },
  1: {
    limit: 'memory.limit_in_bytes',
    used: 'memory.usage_in_bytes',
    reclaimable: /^total_inactive_file (\d+)/m,
  },
} as const;

/** The memory of this machine and of the control groups that the process is in. */
export function systemMemory(read: ReadFile = readText): SystemMemory {
  const groups = limitedGroups(read);
  return {
    total: () => Math.min(os.totalmem(), ...groups.map(({ limit }) => limit)),
    held: () => process.memoryUsage.rss(),
    free: () => Math.min(machineFree(read), ...groups.map((group) => group.free())),
  };
}

/** The bytes that this process can still have: of the machine, and of the control groups that it is in. */
export const freeMemory = (): number => systemMemory().free();

/** The kernel's own estimate of what can be had without swapping. */
function machineFree(read: ReadFile): number {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(read('/proc/meminfo') ?? '');
  if (available) return 1024 * Number(available[1]);
  // elsewhere what is free leaves out what the system would give back: the limit alone counts
  return Infinity;
}

/** The groups of the process, and those above them, that are limited. */
function limitedGroups(read: ReadFile): { limit: number; free: () => number }[] {
  return controlGroups('memory', read).flatMap((group) => {
    const { limit, used, reclaimable } = filesOf[group.version];
    const bytes = numberIn(group.read(limit)); // `max` is no limit
    if (!(bytes < os.totalmem())) return [];
    const free = () => {
      const cached = reclaimable.exec(group.read('memory.stat') ?? '');
      return bytes - (numberIn(group.read(used)) || 0) + Number(cached?.[1] ?? 0);
    };
    return [{ limit: bytes, free }];
  });
}
