import { installCommand } from './install-command.js';

const release = (id: string, version?: string, like?: string) =>
  `NAME="Some Linux"\nID=${id}\n${version ? `VERSION_ID="${version}"\n` : ''}${like ? `ID_LIKE="${like}"\n` : ''}`;

describe('the command that installs oneDNN', () => {
  it.each([
    [release('debian', '12'), 'apt-get install libdnnl2'],
    [release('debian', '13'), 'apt-get install libdnnl3.6'],
    [release('debian'), 'apt-get install libdnnl-dev'],
    [release('ubuntu', '22.04', 'debian'), 'conda install -c conda-forge onednn'],
    [release('ubuntu', '24.04', 'debian'), 'apt-get install libdnnl3'],
    [release('ubuntu', '26.04', 'debian'), 'apt-get install libdnnl-dev'],
    [release('linuxmint', '22', 'ubuntu debian'), 'apt-get install libdnnl-dev'],
    [release('fedora', '42'), 'dnf install onednn'],
    [release('rocky', '9.5', 'rhel centos fedora'), 'dnf install onednn'],
    [release('manjaro', undefined, 'arch'), 'pacman -S onednn'],
    [release('alpine', '3.22'), 'conda install -c conda-forge onednn'],
    ['', 'conda install -c conda-forge onednn'],
  ])('is that of the system: %j', (file, command) => {
    const read = (path: string) => (path === '/etc/os-release' ? file : undefined);
    expect(installCommand('linux', read)).toBe(command);
  });

  it('is Homebrew on macOS, and conda where nothing is known', () => {
    expect(installCommand('darwin', () => undefined)).toBe('brew install onednn');
    expect(installCommand('linux', () => undefined)).toContain('conda');
  });
});
