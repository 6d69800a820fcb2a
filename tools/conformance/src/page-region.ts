import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Expects that the page docs/NAME.md has `printed` between its marks; writes it there where the
 * environment has UPDATE_DOCS.
 */
export function expectRegion(name: string, printed: string): void {
  const page = new URL(`../../../docs/${name}.md`, import.meta.url);
  const region = new RegExp(`(<!-- ${name}: begin[^>]*-->\n)[\\s\\S]*(<!-- ${name}: end -->)`);
  expect(printed.split('\n').length).toBeGreaterThan(20);
  const text = readFileSync(page, 'utf8');
  expect(text).toMatch(region);
  const current = text.replace(
    region,
    (_, begin: string, end: string) => `${begin}\n${printed}\n\n${end}`,
  );
  if (process.env.UPDATE_DOCS) writeFileSync(page, current);
  expect(readFileSync(page, 'utf8')).toBe(current);
}
