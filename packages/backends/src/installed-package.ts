import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    return { folder: dirname(manifest), version };
  }
  return undefined;
}
