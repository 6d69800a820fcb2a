import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs `use` with a folder of the given files, which is gone when it is done. */
export function withFolder<T>(
  files: Record<string, Uint8Array | string>,
  use: (dir: string) => T,
): T {
  const dir = mkdtempSync(join(tmpdir(), 'gnp-data-'));
  const remove = () => rmSync(dir, { recursive: true });
  let result: T;
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
    }
    result = use(dir);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as T;
  remove();
  return result;
}
