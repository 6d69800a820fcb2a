import { readFileSync, writeFileSync } from 'node:fs';

/** Where a region stands, and how many lines it has at least. */
interface Place {
  readonly page?: string;
  readonly lines?: number;
}

/**
 * Expects that the page docs/NAME.md, or another, has `printed` between the marks of that name; writes it there where
 * the environment has UPDATE_DOCS.
 */
export function expectRegion(
  name: string,
  printed: string,
  { page: pageName = name, lines = 21 }: Place = {},
): void {
  const page = new URL(`../../../docs/${pageName}.md`, import.meta.url);
  const region = new RegExp(`(<!-- ${name}: begin[^>]*-->\n)[\\s\\S]*(<!-- ${name}: end -->)`);
  expect(printed.split('\n').length).toBeGreaterThanOrEqual(lines);
  const text = readFileSync(page, 'utf8');
  expect(text).toMatch(region);
  const current = text.replace(
    region,
    (_, begin: string, end: string) => `${begin}\n${printed}\n\n${end}`,
  );
  if (process.env.UPDATE_DOCS) writeFileSync(page, current);
  expect(readFileSync(page, 'utf8')).toBe(current);
}
