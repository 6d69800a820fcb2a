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
