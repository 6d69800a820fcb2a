import { controlGroups, processorQuota } from './control-groups.js';
import { defaultThreads } from './threads.js';

const reader = (files: Readonly<Record<string, string>>) => (path: string) => files[path];

describe('control groups', () => {
  it('are those of the process and those above, of both versions', () => {
    const read = reader({
      '/proc/self/cgroup': '3:cpu,cpuacct:/a/b\n0::/c\n',
      '/sys/fs/cgroup/c/x': 'c',
      '/sys/fs/cgroup/x': 'root',
      '/sys/fs/cgroup/cpu/a/x': 'a',
    });
    const found = controlGroups('cpu', read).map((group) => [group.version, group.read('x')]);
    expect(found).toEqual([
      [2, 'c'],
      [2, 'root'],
      [1, undefined],
      [1, 'a'],
      [1, undefined],
    ]);
  });

  it.each([
    [{ '/sys/fs/cgroup/jobs/cpu.max': '150000 100000\n' }, 1.5],
    [{ '/sys/fs/cgroup/jobs/cpu.max': 'max 100000\n' }, Infinity],
    [
      {
        '/sys/fs/cgroup/jobs/cpu.max': 'max 100000\n',
        '/sys/fs/cgroup/cpu.max': '400000 100000\n',
      },
      4,
    ],
    [{}, Infinity],
  ])('limit the processors, version 2: %j', (files, quota) => {
    expect(processorQuota(reader({ '/proc/self/cgroup': '0::/jobs\n', ...files }))).toBe(quota);
  });

  it.each([
    ['200000', 2],
    ['-1', Infinity],
  ])('limit the processors, version 1: %s', (quota, expected) => {
    const read = reader({
      '/proc/self/cgroup': '5:cpu,cpuacct:/docker/abc\n0::/\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': `${quota}\n`,
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    expect(processorQuota(read)).toBe(expected);
  });
});

describe('the number of threads by default', () => {
  const openmp = { threading: 'openmp' } as const;

  it.each([
    [{}, 8, 8],
    [{}, 1.5, 1],
    [{}, 0.5, 1],
    [{ OMP_NUM_THREADS: '4' }, 8, 4],
    [{ OMP_NUM_THREADS: '3,2' }, 8, 3],
    [{ OMP_NUM_THREADS: '' }, 8, 8],
    [{ OMP_NUM_THREADS: 'many' }, 8, 8],
  ])('with %j and %d processors is %i', (environment, processors, expected) => {
    expect(defaultThreads(openmp, environment, processors)).toBe(expected);
  });

  it('is one where the library has no threads', () => {
    expect(defaultThreads({ threading: 'none' }, { OMP_NUM_THREADS: '4' }, 8)).toBe(1);
  });
});
