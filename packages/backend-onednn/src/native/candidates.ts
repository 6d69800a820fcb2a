/** Names and paths under which the library is looked for, likeliest first. */
export function libraryCandidates(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const chosen = environment.GNP_ONEDNN_LIBRARY;
  if (chosen) return [chosen];
  const conda = environment.CONDA_PREFIX;
  if (platform === 'darwin') {
    return [
      'libdnnl.2.dylib',
      'libdnnl.dylib',
      '/opt/homebrew/opt/onednn/lib/libdnnl.dylib',
      '/usr/local/opt/onednn/lib/libdnnl.dylib',
      ...(conda ? [`${conda}/lib/libdnnl.dylib`] : []),
    ];
  }
  return [
    'libdnnl.so.2',
    ...(conda ? [`${conda}/lib/libdnnl.so.2`, `${conda}/lib/libdnnl.so`] : []),
    'libdnnl.so',
    'libdnnl.so.3',
  ];
}
