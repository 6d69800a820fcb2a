import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** Where a package was found. */
export interface InstalledPackage {
  readonly folder: string;
  readonly version: string;
}

/** An installed package, seen from here or from the folder that the program runs in. */
export function installedPackage(name: string): InstalledPackage | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    let manifest: string;
    try {
      manifest = createRequire(from).resolve(`${name}/package.json`);
    } catch {
      continue;
    }
    return packageIn(dirname(manifest));
  }
  return undefined;
}

/** The package in a folder, if there is one. */
export function packageIn(folder: string): (InstalledPackage & { name: string }) | undefined {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  return { folder: resolve(folder), name, version };
}
