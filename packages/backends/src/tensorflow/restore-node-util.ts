import { createRequire } from 'node:module';

type Predicate = (value: unknown) => boolean;

/** Functions of `node:util` that tfjs-node 4.22 calls; Node 23 removed them. */
const removed: Readonly<Record<string, Predicate>> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: (value) => Array.isArray(value),
};

/** Puts back those that are missing; @returns their names. */
export function restoreNodeUtil(
  util: Record<string, unknown> = createRequire(import.meta.url)('node:util'),
): string[] {
  const missing = Object.keys(removed).filter((name) => typeof util[name] !== 'function');
  for (const name of missing) util[name] = removed[name];
  return missing;
}
