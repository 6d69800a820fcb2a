import { findOnednn } from './find-onednn.js';
import { OnednnUnavailableError } from './errors.js';
import { checkVersion, tryOpen } from './native/library.js';
import { libraryCandidates } from './native/candidates.js';

const describeLinux = process.platform === 'linux' ? describe : describe.skip;

describe('finding the library', () => {
  it('says what it found, or why not and what to do', () => {
    const status = findOnednn();
    if (!status.available) console.warn(`The specs of kernels were skipped. ${status.reason}`);
    const { available, version, path, hint } = { version: '', path: '', hint: '', ...status };
    expect([/^[23]\.\d+\.\d+$/.test(version), /dnnl/.test(path)]).toEqual([available, available]);
    expect(hint).toMatch(available ? /^$/ : /apt-get install libdnnl2/);
  });

  it('lists every path it tried, with the reason', () => {
    const result = tryOpen(['/nowhere/libdnnl.so.2', '/nowhere/libdnnl.so']);
    expect(result).toBeInstanceOf(OnednnUnavailableError);
    const error = result as OnednnUnavailableError;
    expect(error.attempts.map(({ path }) => path)).toEqual([
      '/nowhere/libdnnl.so.2',
      '/nowhere/libdnnl.so',
    ]);
    expect(error.message).toMatch(/Tried \/nowhere\/libdnnl\.so\.2 \(.+\); .*apt-get install/);
  });

  describeLinux('on Linux', () => {
    it('does not take some other library for oneDNN', () => {
      expect(tryOpen(['libm.so.6'])).toBeInstanceOf(OnednnUnavailableError);
    });
  });

  it('looks only where GNP_ONEDNN_LIBRARY points, if it is set', () => {
    expect(libraryCandidates('linux', { GNP_ONEDNN_LIBRARY: '/opt/x.so' })).toEqual(['/opt/x.so']);
    expect(libraryCandidates('linux', {})[0]).toBe('libdnnl.so.2');
    expect(libraryCandidates('darwin', {})).toContain('libdnnl.dylib');
    expect(libraryCandidates('linux', { CONDA_PREFIX: '/c' })).toContain('/c/lib/libdnnl.so.2');
  });

  it.each(['linux', 'darwin'] as const)('looks for 2.x before 3.x on %s', (platform) => {
    const names = libraryCandidates(platform, { CONDA_PREFIX: '/c' });
    const last2 = names.findLastIndex((name) => /\.2(\.dylib)?$/.test(name));
    const first3 = names.findIndex((name) => /\.3(\.dylib)?$/.test(name));
    expect(last2).toBeGreaterThanOrEqual(1);
    expect(first3).toBeGreaterThan(last2);
    expect(names.filter((name) => name.startsWith('/c/lib/'))).toHaveLength(3);
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
    [{ major: 2, minor: 5, patch: 4 }, /too old/],
    [{ major: 1, minor: 96, patch: 0 }, /too old/],
    [{ major: 4, minor: 0, patch: 0 }, /4\.0\.0 is newer than .* 3\.x is needed/],
  ])('refuses older and newer: %j', (version, objection) => {
    expect(checkVersion(version)).toMatch(objection);
  });
});
