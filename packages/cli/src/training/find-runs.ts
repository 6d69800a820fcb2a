import { existsSync, readdirSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { matches } from '@gnp/options';
import { isPattern, noMatch } from '../terminal/name-pattern.js';

/**
 * The folders that a path names: itself, or, where it has a `*`, the runs that match, in natural order; whatever else
 * matches is passed over.
 *
 * @throws UsageError naming the nearest run where none matches
 */
export function findRuns(path: string): string[] {
  if (!isPattern(path)) return [path];
  const pattern = normalize(path);
  const parts = pattern.split(sep);
  const found = runsAt(parts);
  if (found.length > 0) return found;
  // as deep, whatever they are called
  const others = runsAt(parts.map((part) => (isPattern(part) ? '*' : part)));
  const sure = parts.slice(0, parts.findIndex(isPattern));
  throw noMatch(pattern, others, 'run', sure.map((part) => `${part}${sep}`).join(''));
}

function runsAt(parts: readonly string[]): string[] {
  let dirs = [''];
  for (const part of parts) {
    dirs = isPattern(part)
      ? dirs.flatMap((dir) => foldersIn(dir, part).map((name) => join(dir, name)))
      : dirs.map((dir) => (dir === '' ? part || sep : join(dir, part)));
  }
  return dirs.filter((dir) => existsSync(join(dir, 'config.yaml')));
}

/** Names that match, without hidden ones; none of a folder that cannot be read. */
function foldersIn(dir: string, pattern: string): string[] {
  try {
    return readdirSync(dir || '.', { withFileTypes: true })
      .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => matches(pattern, name))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    return [];
  }
}
