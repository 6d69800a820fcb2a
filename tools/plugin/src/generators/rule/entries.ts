/** A rule, as the list of rules and the index name it. */
export interface RuleEntry {
  /** `my-rule` */
  readonly path: string;
  /** `myRule` */
  readonly variable: string;
}

/** The names that a module exports or imports in braces. */
export function exportedNames(text: string): Set<string> {
  const braces = [...text.matchAll(/\{([^}]*)\}/g)].map(([, names]) => names);
  return new Set(braces.flatMap((names) => names.match(/\w+/g) ?? []));
}

/**
 * The list of rules with one more: its import in order, itself at the end.
 *
 * @throws Error if the text is no such list
 */
export function withListed(list: string, { path, variable }: RuleEntry): string {
  const end = /\n\](?: as [^;]*)?;\n/;
  if (!end.test(list)) throw new Error(`There is no array of rules with a line for each.`);
  const line = `import { ${variable} } from './${path}.js';`;
  const imported = withSortedLine(list, /^import \{ \w+ \} from '\.\/([\w-]+)\.js';$/, line);
  return imported.replace(end, `\n  ${variable},$&`);
}

/**
 * The index with one more rule, in order.
 *
 * @throws Error if it exports none
 */
export function withExport(index: string, { path, variable }: RuleEntry): string {
  const line = `export { ${variable} } from './rules/${path}.js';`;
  return withSortedLine(index, /^export \{ \w+ \} from '\.\/rules\/([\w-]+)\.js';$/, line);
}

/** Adds a line to those of its kind, which stand in the order of the path that the pattern captures. */
function withSortedLine(text: string, kind: RegExp, line: string): string {
  const pathOf = (other: string) => kind.exec(other)?.[1];
  const lines = text.split('\n');
  const last = lines.findLastIndex((other) => pathOf(other) !== undefined);
  if (last < 0) throw new Error(`There is no line like: ${line}`);
  const path = pathOf(line) as string;
  const behind = lines.findIndex((other) => (pathOf(other) ?? '') > path);
  return lines.toSpliced(behind < 0 ? last + 1 : behind, 0, line).join('\n');
}
