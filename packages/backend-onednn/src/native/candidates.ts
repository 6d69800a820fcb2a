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
 * Debian's `libdnnl.so.3.6` are found by looking into the folders.
 */
export function libraryCandidates(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  list: ListFolder = filesIn,
): string[] {
  const chosen = environment.GNP_ONEDNN_LIBRARY;
  if (chosen) return [chosen];
  const conda = environment.CONDA_PREFIX ? [join(environment.CONDA_PREFIX, 'lib')] : [];
  if (platform === 'darwin') {
    const homebrew = ['/opt/homebrew/opt/onednn/lib', '/usr/local/opt/onednn/lib'];
    const [two, three, any] = ['libdnnl.2.dylib', 'libdnnl.3.dylib', 'libdnnl.dylib'];
    const inFolders = (folders: readonly string[], name: string) => [
      name,
      ...folders.map((folder) => join(folder, name)),
    ];
    const folders = [...conda, ...homebrew];
    return [...inFolders(conda, two), ...inFolders(folders, three), ...inFolders(folders, any)];
  }
  const folders = [...conda, '/home/linuxbrew/.linuxbrew/opt/onednn/lib', ...systemFolders];
  const found = folders.flatMap((folder) =>
    newestFirst(list(folder).filter((file) => /^libdnnl\.so(\.[23](\.\d+)*)?$/.test(file))).map(
      (file) => join(folder, file),
    ),
  );
  const ofMajor = (major: number) => [
    `libdnnl.so.${major}`,
    ...found.filter((path) => path.includes(`.so.${major}`)),
  ];
  const plain = ['libdnnl.so', ...found.filter((path) => path.endsWith('.so'))];
  return [...ofMajor(2), ...ofMajor(3), ...plain];
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
