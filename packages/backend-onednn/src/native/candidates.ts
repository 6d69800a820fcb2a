/**
 * Names and paths under which the library is looked for, likeliest first. 2.x comes before 3.x where
 * both are, because most was measured on 2.x; names without a version may be either.
 */
export function libraryCandidates(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const chosen = environment.GNP_ONEDNN_LIBRARY;
  if (chosen) return [chosen];
  const conda = environment.CONDA_PREFIX ? [`${environment.CONDA_PREFIX}/lib/`] : [];
  const folders = ['', ...conda];
  if (platform === 'darwin') {
    const homebrew = ['/opt/homebrew/opt/onednn/lib/', '/usr/local/opt/onednn/lib/'];
    return [
      ...folders.map((folder) => `${folder}libdnnl.2.dylib`),
      ...[...folders, ...homebrew].map((folder) => `${folder}libdnnl.3.dylib`),
      ...[...folders, ...homebrew].map((folder) => `${folder}libdnnl.dylib`),
    ];
  }
  const homebrew = '/home/linuxbrew/.linuxbrew/opt/onednn/lib/';
  return [
    ...folders.map((folder) => `${folder}libdnnl.so.2`),
    ...[...folders, homebrew].map((folder) => `${folder}libdnnl.so.3`),
    ...folders.map((folder) => `${folder}libdnnl.so`),
  ];
}
