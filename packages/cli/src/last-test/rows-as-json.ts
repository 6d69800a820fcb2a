/** An object as JSON: one list of it a row a line, so that people and `diff` can read it. */
export function rowsAsJson<K extends string>(
  object: Readonly<Record<K, readonly unknown[]>>,
  list: K,
): string {
  const { [list]: rows, ...head } = object;
  const lines = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  const listed = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n${lines.join('')}  ${JSON.stringify(list)}: [\n${listed.join(',\n')}\n  ]\n}\n`;
}
