import { groupBy } from './group-by.js';
import type { RunSettings } from './run-settings.js';

/**
 * What to call runs beside one another: for each the least that tells it from the others. That is its
 * recipe, where the recipes differ; then names (`gnp`, `adamw`) that differ among the runs of that
 * recipe; then as many settings as are still needed (`r 0.05`). Runs that differ in nothing have the
 * same label, which is empty if there are no others beside them.
 */
export function labelRuns(runs: readonly RunSettings[]): string[] {
  const words = tellApart(runs, differingPaths(runs));
  return runs.map((run) => words.get(run)!.join(', '));
}

/** The words that tell each of some runs from the others; `all` are the paths in which any run differs. */
function tellApart(
  runs: readonly RunSettings[],
  all: readonly string[],
): Map<RunSettings, readonly string[]> {
  const paths = tellingPaths(runs);
  if (paths.length === 0) return new Map(runs.map((run) => [run, []]));
  const classes = groupBy(runs, (run) => JSON.stringify(paths.map((path) => run.get(path))));
  return new Map(
    [...classes.values()].flatMap((alike) => {
      const own = paths.map((path) => wordOf(path, alike[0].get(path), all));
      const more = [...tellApart(alike, all)];
      return more.map(([run, words]) => [run, [...own, ...words]] as const);
    }),
  );
}

/** Where to look first: at the recipe, at all names, or at the setting that has the most values. */
function tellingPaths(runs: readonly RunSettings[]): string[] {
  const differing = differingPaths(runs);
  if (differing.includes('recipe')) return ['recipe'];
  const names = differing.filter(isName);
  if (names.length > 0) return names;
  const values = (path: string) => runs.map((run) => run.get(path));
  const rank = (path: string) =>
    new Set(values(path)).size + (values(path).includes(undefined) ? 0 : 0.5);
  return differing.sort((a, b) => rank(b) - rank(a)).slice(0, 1);
}

/** The paths of the settings in which some of the runs differ. */
export function differingPaths(runs: readonly RunSettings[]): string[] {
  const paths = new Set(runs.flatMap((run) => [...run.keys()]));
  return [...paths].filter((path) => new Set(runs.map((run) => run.get(path))).size > 1);
}

/** Whether a setting names a part, of which others are options. */
export function isName(path: string): boolean {
  return path === 'recipe' || path.endsWith('.name');
}

/** A setting in words; its path is as short as it can be among `all`. */
function wordOf(path: string, json: string | undefined, all: readonly string[]): string {
  const last = path.replace(/^.*\./, '');
  const isUnique = all.filter((other) => `.${other}`.endsWith(`.${last}`)).length === 1;
  const key = isUnique ? last : path;
  if (json === undefined) return `default ${key}`;
  const value: unknown = JSON.parse(json);
  if (isName(path)) return inWords(value);
  if (value === null || value === false) return `no ${key}`;
  return value === true ? key : `${key} ${inWords(value)}`;
}

/** `0.05`, `zero`, `[3, 6]`, `from 0 to 0.1 epochs 5`. */
function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(inWords).join(', ')}]`;
  const entries = Object.entries(value);
  return entries.map(([key, inner]) => `${key} ${inWords(inner)}`).join(' ');
}
