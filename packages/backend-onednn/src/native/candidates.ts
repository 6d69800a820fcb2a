import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the files in a folder; none where there is no such folder. */
export type ListFolder = (path: string) => readonly string[];

/** Where Linux distributions keep libraries, besides what the system's own search finds by name. */
const systemFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib64',
  '/usr/local/lib',
];

/**
 * Names and paths under which the library is looked for, likeliest first. 2.x comes before 3.x where
 * both are, because most was measured on 2.x; names without a version may be either. Versions such as
 * Debian's `libdnnl.so.3.6` are found by looking into the folders, once no name before them was found.
 */
export function* libraryCandidates(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  list: ListFolder = filesIn,
): Generator<string> {
  const chosen = environment.GNP_ONEDNN_LIBRARY;
  if (chosen) return yield chosen;
  const conda = environment.CONDA_PREFIX ? [join(environment.CONDA_PREFIX, 'lib')] : [];
  if (platform === 'darwin') {
    const folders = [...conda, '/opt/homebrew/opt/onednn/lib', '/usr/local/opt/onednn/lib'];
    for (const [name, places] of [
      ['libdnnl.2.dylib', conda],
      ['libdnnl.3.dylib', folders],
      ['libdnnl.dylib', folders],
    ] as const) {
      yield name;
      for (const folder of places) yield join(folder, name);
    }
    return;
  }
  const folders = [...conda, '/home/linuxbrew/.linuxbrew/opt/onednn/lib', ...systemFolders];
  for (const [name, pattern] of [
    ['libdnnl.so.2', /^libdnnl\.so\.2(\.\d+)*$/],
    ['libdnnl.so.3', /^libdnnl\.so\.3(\.\d+)*$/],
    ['libdnnl.so', /^libdnnl\.so$/],
  ] as const) {
    yield name;
    for (const folder of folders) {
      const files = newestFirst(list(folder).filter((file) => pattern.test(file)));
      for (const file of files) yield join(folder, file);
    }
  }
}

/** `libdnnl.so.3` is rather what the system means by it than any longer version; of these the newest. */
function newestFirst(files: readonly string[]): string[] {
  const depth = (file: string) => Math.min(2, file.split('.').length - 3);
  return [...files].sort(
    (a, b) => depth(a) - depth(b) || b.localeCompare(a, 'en', { numeric: true }),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
