import os from 'node:os';
import { systemMemory } from './system-memory.js';

const meminfo = 'MemTotal: 2000 kB\nMemAvailable:   900000 kB\n';
const reader = (files: Readonly<Record<string, string>>) => (path: string) =>
  ({ '/proc/meminfo': meminfo, ...files })[path];

describe('the memory of the system', () => {
  it('is the machine where no control group limits it', () => {
    const system = systemMemory(reader({}));
    expect(system.total()).toBe(os.totalmem());
    expect(system.free()).toBe(1024 * 900000);
    expect(system.held()).toBeGreaterThan(1 << 20);
  });

  it('is what the groups of version 2 leave, those above too, with the cache that they can drop', () => {
    const system = systemMemory(
      reader({
        '/proc/self/cgroup': '0::/jobs/one\n',
        '/sys/fs/cgroup/jobs/one/memory.max': 'max\n',
        '/sys/fs/cgroup/jobs/memory.max': '500000000\n',
        '/sys/fs/cgroup/jobs/memory.current': '450000000\n',
        '/sys/fs/cgroup/jobs/memory.stat': 'anon 1\ninactive_file 50000000\n',
      }),
    );
    expect(system.total()).toBe(500000000);
    expect(system.free()).toBe(100000000);
  });

  it('is what the groups of version 1 leave, in a container that sees its own as the root', () => {
    const system = systemMemory(
      reader({
        '/proc/self/cgroup': '5:cpu,cpuacct:/a\n4:memory:/docker/abc\n0::/\n',
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '300000000',
        '/sys/fs/cgroup/memory/memory.usage_in_bytes': '100000000',
        '/sys/fs/cgroup/memory/memory.stat': 'inactive_file 7\ntotal_inactive_file 1000\n',
      }),
    );
    expect(system.total()).toBe(300000000);
    expect(system.free()).toBe(200001000);
  });

  it('has no other limit where the system says nothing', () => {
    const system = systemMemory(() => undefined);
    expect(system.total()).toBe(os.totalmem());
    expect(system.free()).toBe(Infinity);
  });
});
