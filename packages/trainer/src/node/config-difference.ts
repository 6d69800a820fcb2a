import { parse } from 'yaml';

/**
 * The places where two YAML configurations differ, such as `optimizer.learningRate`, each with both
 * values. The order of keys, comments and formatting do not count.
 *
 * @param ignore paths to leave out with all that is below them, such as `versions` or `dataset.dir`.
 */
export function configDifferences(a: string, b: string, ignore: readonly string[] = []): string[] {
  const [left, right] = [a, b].map((text) => flatten(parse(text)));
  const isIgnored = (path: string) => ignore.some((key) => `${path}.`.startsWith(`${key}.`));
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  return paths
    .filter((path) => left.get(path) !== right.get(path) && !isIgnored(path))
    .map((path) => `${path}: ${left.get(path) ?? 'absent'} / ${right.get(path) ?? 'absent'}`);
}

/**
 * @param own the configuration of the run in a folder, as YAML
 * @param wanted what is asked for there
 * @param wayOut what to do instead, for the error
 * @throws Error naming the places where they differ
 */
export function checkSameConfig(
  dir: string,
  own: string,
  wanted: string,
  {
    ignoreKeys,
    wayOut,
  }: { readonly ignoreKeys?: readonly string[] | undefined; readonly wayOut: string },
): void {
  const differences = configDifferences(own, wanted, ignoreKeys);
  if (differences.length === 0) return;
  throw new Error(
    `Folder ${dir} holds a run with another configuration (there / here: ${listDifferences(differences)}); ${wayOut}.`,
  );
}

/** The first of them. */
export function listDifferences(differences: readonly string[]): string {
  const more = differences.length > 3 ? [`and ${differences.length - 3} more`] : [];
  return [...differences.slice(0, 3), ...more].join('; ');
}

/** Leaves, as JSON, by their path; empty lists and objects are leaves. */
function flatten(value: unknown, path = '', leaves = new Map<string, string>()) {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (children.length === 0) leaves.set(path || '(all)', leaf(value));
  for (const [key, child] of children) flatten(child, path ? `${path}.${key}` : key, leaves);
  return leaves;
}

function leaf(value: unknown): string {
  // JSON would call NaN and the infinities null
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
