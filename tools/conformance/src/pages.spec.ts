import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '@gnp/cli';

test.each(['rules', 'models', 'recipes'])(
  'docs/%s.md has the tables that gnp prints',
  async (name) => {
    const page = new URL(`../../../docs/${name}.md`, import.meta.url);
    const region = new RegExp(`(<!-- ${name}: begin[^>]*-->\n)[\\s\\S]*(<!-- ${name}: end -->)`);
    let printed = '';
    const log = jest.spyOn(console, 'log').mockImplementation((text) => void (printed += text));
    expect(await run([name, '--markdown'])).toBe(0);
    log.mockRestore();
    expect(printed.split('\n').length).toBeGreaterThan(20);
    const text = readFileSync(page, 'utf8');
    expect(text).toMatch(region);
    const current = text.replace(region, (_, begin, end) => `${begin}\n${printed}\n\n${end}`);
    if (process.env.UPDATE_DOCS) writeFileSync(page, current);
    expect(readFileSync(page, 'utf8')).toBe(current);
  },
);
