import { OnednnUnavailableError } from './errors.js';
import { findOnednn } from './find-onednn.js';
import { libraryCandidates } from './native/candidates.js';
import { checkRuntime, checkVersion, tryOpen } from './native/library.js';

const describeLinux = process.platform === 'linux' ? describe : describe.skip;

describe('finding the library', () => {
  it('says what it found, or why not and what to do', () => {
    const status = findOnednn();
    if (!status.available) console.warn(`The specs of kernels were skipped. ${status.reason}`);
    const { available, version, path, hint } = { version: '', path: '', hint: '', ...status };
    expect([/^[23]\.\d+\.\d+$/.test(version), /dnnl/.test(path)]).toEqual([available, available]);
    expect(hint).toMatch(available ? /^$/ : / install onednn| install libdnnl|pacman -S onednn/);
  });

  it('lists every path it tried, with the reason', () => {
    const result = tryOpen(['/nowhere/libdnnl.so.2', '/nowhere/libdnnl.so']);
    expect(result).toBeInstanceOf(OnednnUnavailableError);
    const error = result as OnednnUnavailableError;
    expect(error.attempts.map(({ path }) => path)).toEqual([
      '/nowhere/libdnnl.so.2',
      '/nowhere/libdnnl.so',
    ]);
    expect(error.message).toMatch(/Tried \/nowhere\/libdnnl\.so\.2 \(.+\); .*Install oneDNN/);
  });

  describeLinux('on Linux', () => {
    it('does not take some other library for oneDNN', () => {
      expect(tryOpen(['libm.so.6'])).toBeInstanceOf(OnednnUnavailableError);
    });
  });

  it('looks only where GNP_ONEDNN_LIBRARY points, if it is set', () => {
    const chosen = { GNP_ONEDNN_LIBRARY: '/opt/x.so' };
    expect([...libraryCandidates('linux', chosen)]).toEqual(['/opt/x.so']);
    expect([...libraryCandidates('linux', {})][0]).toBe('libdnnl.so.2');
    expect([...libraryCandidates('darwin', {})]).toContain('libdnnl.dylib');
  });

  it('lists no folder while a name is found', () => {
    const list = jest.fn(() => []);
    const candidates = libraryCandidates('linux', {}, list);
    expect(candidates.next().value).toBe('libdnnl.so.2');
    expect(list).not.toHaveBeenCalled();
  });

  it('looks for 2.x before 3.x on macOS', () => {
    const names = [...libraryCandidates('darwin', { CONDA_PREFIX: '/c' })];
    expect(names.slice(0, 3)).toEqual([
      'libdnnl.2.dylib',
      '/c/lib/libdnnl.2.dylib',
      'libdnnl.3.dylib',
    ]);
    expect(names.filter((name) => name.startsWith('/c/lib/'))).toHaveLength(3);
  });

  it('looks into the folders of Linux, where Debian 13 has libdnnl.so.3.6', () => {
    const folders: Readonly<Record<string, readonly string[]>> = {
      '/c/lib': ['libdnnl.so', 'libdnnl.so.2', 'libdnnl.so.2.7'],
      '/usr/lib/x86_64-linux-gnu': ['libdnnl.so.3.6', 'libdnnl.so.3.12', 'libdnnl.so.4', 'libc.so'],
    };
    const list = (path: string) => folders[path] ?? [];
    const names = [...libraryCandidates('linux', { CONDA_PREFIX: '/c' }, list)];
    expect(names).toEqual([
      'libdnnl.so.2',
      '/c/lib/libdnnl.so.2',
      '/c/lib/libdnnl.so.2.7',
      'libdnnl.so.3',
      '/usr/lib/x86_64-linux-gnu/libdnnl.so.3.12',
      '/usr/lib/x86_64-linux-gnu/libdnnl.so.3.6',
      'libdnnl.so',
      '/c/lib/libdnnl.so',
    ]);
  });

  it.each([
    { major: 2, minor: 6, patch: 3 },
    { major: 2, minor: 7, patch: 0 },
    { major: 3, minor: 0, patch: 0 },
    { major: 3, minor: 10, patch: 2 },
  ])('accepts 2.6, later 2.x and 3.x: %j', (version) => {
    expect(checkVersion(version)).toBeUndefined();
  });

  it.each([
    [1, /^$/],
    [2, /^$/],
    [4, /built for TBB, .* a build for OpenMP is needed/],
    [8, /built for a thread pool/],
    [512, /built for SYCL/],
    [1024, /built for runtime 1024/],
  ])('takes libraries for OpenMP and for one thread alone: runtime %i', (runtime, objection) => {
    expect(checkRuntime(runtime) ?? '').toMatch(objection);
  });

  it.each([
    [{ major: 2, minor: 5, patch: 4 }, /too old/],
    [{ major: 1, minor: 96, patch: 0 }, /too old/],
    [{ major: 4, minor: 0, patch: 0 }, /4\.0\.0 is newer than .* 3\.x is needed/],
  ])('refuses older and newer: %j', (version, objection) => {
    expect(checkVersion(version)).toMatch(objection);
  });
});
