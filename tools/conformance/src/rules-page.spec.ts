import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '@gnp/cli';

const page = new URL('../../../docs/rules.md', import.meta.url);
const region = /(<!-- rules: begin[^>]*-->\n)[\s\S]*(<!-- rules: end -->)/;

test('docs/rules.md has the table that gnp rules prints', async () => {
  let printed = '';
  const log = jest.spyOn(console, 'log').mockImplementation((text) => void (printed += text));
  expect(await run(['rules', '--markdown'])).toBe(0);
  log.mockRestore();
  const text = readFileSync(page, 'utf8');
  expect(text).toMatch(region);
  const current = text.replace(region, (_, begin, end) => `${begin}\n${printed}\n\n${end}`);
  if (process.env.UPDATE_DOCS) writeFileSync(page, current);
  expect(readFileSync(page, 'utf8')).toBe(current);
  expect(printed).toContain('| `gsam`');
});
