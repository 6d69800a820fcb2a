import { findOnednn } from './find-onednn.js';
import { OnednnUnavailableError } from './errors.js';
import { checkVersion, tryOpen } from './native/library.js';
import { libraryCandidates } from './native/candidates.js';

describe('finding the library', () => {
  it('says what it found, or why not and what to do', () => {
    const status = findOnednn();
    if (status.available) {
      expect(status.version).toMatch(/^2\.\d+\.\d+$/);
      expect(status.path).toMatch(/dnnl/);
    } else {
      console.warn(`The specs of kernels were skipped. ${status.reason}`);
      expect(status.hint).toMatch(/apt-get install libdnnl2/);
    }
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

  it('does not take some other library for oneDNN', () => {
    if (process.platform !== 'linux') return;
    expect(tryOpen(['libm.so.6'])).toBeInstanceOf(OnednnUnavailableError);
  });

  it('looks only where GNP_ONEDNN_LIBRARY points, if it is set', () => {
    expect(libraryCandidates('linux', { GNP_ONEDNN_LIBRARY: '/opt/x.so' })).toEqual(['/opt/x.so']);
    expect(libraryCandidates('linux', {})[0]).toBe('libdnnl.so.2');
    expect(libraryCandidates('darwin', {})).toContain('libdnnl.dylib');
    expect(libraryCandidates('linux', { CONDA_PREFIX: '/c' })).toContain('/c/lib/libdnnl.so.2');
  });

  it.each([
    [{ major: 2, minor: 6, patch: 3 }, undefined],
    [{ major: 2, minor: 7, patch: 0 }, undefined],
    [{ major: 2, minor: 5, patch: 4 }, /too old/],
    [{ major: 1, minor: 96, patch: 0 }, /too old/],
    [{ major: 3, minor: 1, patch: 0 }, /another interface/],
  ])('accepts 2.6 and later 2.x: %j', (version, objection) => {
    if (objection) expect(checkVersion(version)).toMatch(objection);
    else expect(checkVersion(version)).toBeUndefined();
  });
});
