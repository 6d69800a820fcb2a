import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs `use` with a folder of the given files, which is gone afterwards. */
export function withFolder<T>(
  files: Record<string, Uint8Array | string>,
  use: (dir: string) => T,
): T {
  const dir = mkdtempSync(join(tmpdir(), 'gnp-data-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
    }
    return use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
