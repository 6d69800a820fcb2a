import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error.js';
import { loadConfig } from './load-config.js';

const quickstart = readFileSync(join(__dirname, '../../recipes/quickstart.yaml'), 'utf8');
const dir = mkdtempSync(join(tmpdir(), 'gnp-bad-'));
const path = join(dir, 'mine.yaml');

/** What is said of a recipe. */
async function messageOf(text: string | Uint8Array, ...set: string[]): Promise<string> {
  writeFileSync(path, text);
  try {
    await loadConfig(path, { set });
    return 'nothing';
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
}

const changed = (from: string, to: string) => quickstart.replace(from, to);
const times = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const bomb = `a0: &a0 [${'x,'.repeat(9)}]\n${times(8, (i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`)}`;

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', "must hold keys and values, as 'epochs: 20'."],
  ['a comment', '# nothing\n', 'must hold keys and values'],
  ['null', 'null\n', 'must hold keys and values'],
  ['bytes', Uint8Array.from({ length: 999 }, (_, i) => i % 256), 'mine.yaml'],
  ['a null name', changed('name: resnet8', 'name: null'), "'model.name' is missing; it is one of"],
  ['an anchor in itself', `a: &a\n  b: *a\n${quickstart}`, 'an anchor that holds itself'],
  ['a rule in itself', changed('rule:', 'rule: &r\n  only: *r'), 'an anchor that holds itself'],
  ['anchors without end', `${bomb}${quickstart}`, 'repeats its anchors too often'],
  ['50,000 keys', quickstart + times(50_000, (i) => `key${i}: ${i}\n`), 'which is more than 65536'],
  ['4,000 keys', quickstart + times(4000, (i) => `key${i}: 1\n`), "Unknown key 'key0'."],
  ['a long value', changed('epochs: 40', `epochs: ${'x'.repeat(60_000)}`), "'epochs' is \"xxxxx"],
  ['a long name', changed('name: gnp', `name: ${'g'.repeat(60_000)}`), '… (60002 characters)'],
  ['deep lists', `a: ${'['.repeat(9000)}${']'.repeat(9000)}\n`, 'is nested too deeply at line 1'],
  ['a key twice', `${quickstart}epochs: 3\n`, 'is not valid YAML: Map keys must be unique'],
  ['a prototype', `${quickstart}__proto__: { a: 1 }\n`, "Unknown key '__proto__'."],
  ['infinity', changed('epochs: 40', 'epochs: .inf'), "'epochs' is Infinity; it must be a number."],
])('a recipe of %s is refused in a short line with its name', async (_, text, message) => {
  const said = await messageOf(text);
  expect(said).toContain(message);
  expect(said).toContain(path);
  expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThan(path.length + 300);
});

test('what the command line says wrong is not the file’s fault', async () => {
  expect(await messageOf(quickstart, 'epochs=0')).toMatch(/^'epochs' is 0;/);
  expect(await messageOf(quickstart, 'rule=&r { only: *r }')).toMatch(/^The value of 'rule=&r/);
  const long = await messageOf(quickstart, `epochs=${'['.repeat(100_000)}`);
  expect(long.length).toBeLessThan(300);
});

test('a folder is no recipe', async () => {
  await expect(loadConfig(`${__dirname}/../../recipes/../recipes.yaml/`)).rejects.toThrow(
    'There is no recipe named',
  );
  await expect(loadConfig(join(dir, 'none.yaml'))).rejects.toThrow('Cannot read the recipe');
});
