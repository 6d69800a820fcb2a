import type { RunConfig } from './run-title.js';
import { runName } from './run-title.js';

/** The settings of a run by their paths, such as `rule.r`, as JSON. */
export type RunSettings = ReadonlyMap<string, string>;

/** What does not make a run another one: where it comes from, on what it ran, and chance. */
const ignored = new Set([
  ...['recipe', 'set', 'versions', 'description', 'imports'],
  ...['backend', 'threads', 'seed'],
]);

/** What makes a run what it is: its name, as `recipe`, and its settings, in the order of their paths. */
export function settingsOf(config: RunConfig): RunSettings {
  const entries = Object.entries(config).filter(([key]) => !ignored.has(key));
  const settings = entries.flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([name, inner]) => [`${key}.${name}`, inner] as const)
      : [[key, value] as const],
  );
  const texts = settings.map(([path, value]) => [path, JSON.stringify(value)] as const);
  return new Map([['recipe', JSON.stringify(runName(config))], ...texts.sort(byPath)]);
}

/** The rule first, which is what most comparisons are about. */
function byPath([a]: readonly [string, string], [b]: readonly [string, string]): number {
  const [aIsRule, bIsRule] = [a, b].map((path) => path.startsWith('rule.'));
  if (aIsRule !== bIsRule) return aIsRule ? -1 : 1;
  return a < b ? -1 : 1;
}
