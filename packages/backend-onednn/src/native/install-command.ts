import { readText } from './control-groups.js';
import type { ReadFile } from './control-groups.js';

/** Packages of oneDNN 2.6 or later by the ids of `os-release`, the version in them where the name has one. */
const commands: readonly (readonly [system: RegExp, command: string])[] = [
  [/^debian 12$/, 'apt-get install libdnnl2'],
  [/^debian 13$/, 'apt-get install libdnnl3.6'],
  // 22.04 has 2.2, which is too old
  [/^ubuntu 2[0-2]\./, 'conda install -c conda-forge onednn'],
  [/^ubuntu 24\.04$/, 'apt-get install libdnnl3'],
  // its name is the same on all of them, and it brings the library, whose name is not
  [/^(debian|ubuntu)\b/, 'apt-get install libdnnl-dev'],
  [/^(fedora|rhel|centos)\b/, 'dnf install onednn'],
  [/^arch\b/, 'pacman -S onednn'],
];

/** The command that installs the oneDNN library on this system. */
export function installCommand(
  platform: NodeJS.Platform = process.platform,
  read: ReadFile = readText,
): string {
  if (platform === 'darwin') return 'brew install onednn';
  const release = read('/etc/os-release') ?? '';
  const value = (key: string) => new RegExp(`^${key}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? '';
  const systems = [`${value('ID')} ${value('VERSION_ID')}`, ...value('ID_LIKE').split(' ')];
  for (const system of systems) {
    const known = commands.find(([pattern]) => pattern.test(system.trim()));
    if (known) return known[1];
  }
  return 'conda install -c conda-forge onednn';
}
