import type { Tree } from '@nx/devkit';

/**
 * Inserts a text before or behind the last place where a pattern matches a file.
 *
 * @throws Error if it does not, so that nothing is left half done
 */
export function insert(
  tree: Tree,
  path: string,
  where: 'before' | 'behind',
  pattern: RegExp,
  text: string,
): void {
  const contents = tree.read(path, 'utf8');
  const match = [...(contents ?? '').matchAll(new RegExp(pattern, 'gm'))].at(-1);
  if (contents === null || !match) {
    throw new Error(`${path} has no place for the model: nothing there matches ${pattern}.`);
  }
  const at = match.index + (where === 'behind' ? match[0].length : 0);
  tree.write(path, contents.slice(0, at) + text + contents.slice(at));
}

/** Inserts a row into the table of a page of Markdown, where its first cell belongs in natural order. */
export function insertRow(tree: Tree, path: string, row: readonly string[]): void {
  const lines = (tree.read(path, 'utf8') ?? '').split('\n');
  const nameOf = (line: string) => /^\| `([^`]+)`/.exec(line)?.[1];
  const begin = lines.findIndex((line) => line.includes('<!-- models: begin'));
  const end = lines.findIndex((line) => line.includes('<!-- models: end'));
  if (begin < 0 || end < 0) throw new Error(`${path} has no table of models.`);
  const name = nameOf(`| ${row[0]}`) ?? '';
  const after = lines.findIndex((line, i) => {
    const other = nameOf(line);
    return i > begin && i < end && other && other.localeCompare(name, 'en', { numeric: true }) > 0;
  });
  const last = lines.findLastIndex((line, i) => i < end && line.startsWith('|')) + 1;
  lines.splice(after < 0 ? last : after, 0, `| ${row.join(' | ')} |`);
  tree.write(path, lines.join('\n'));
}
