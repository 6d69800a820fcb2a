import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedNames, withExport, withListed } from './entries';

const core = join(__dirname, '../../../../../packages/core/src');
const list = readFileSync(join(core, 'rules/all-rules.ts'), 'utf8');
const index = readFileSync(join(core, 'index.ts'), 'utf8');
const pathsIn = (text: string, kind: RegExp) => [...text.matchAll(kind)].map(([, path]) => path);
const lines = (text: string) => text.split('\n').length;

test.each([
  ['a-rule', 'aRule'],
  ['my-rule', 'myRule'],
  ['zero-rule', 'zeroRule'],
])('%s goes between its neighbours, and to the end of the list', (path, variable) => {
  const listed = withListed(list, { path, variable });
  const imports = pathsIn(listed, /^import \{ \w+ \} from '\.\/([\w-]+)\.js';$/gm);
  expect(imports).toContain(path);
  expect(imports).toEqual([...imports].sort());
  expect(listed).toMatch(new RegExp(`,\\n  ${variable},\\n\\]`));
  expect(lines(listed)).toBe(lines(list) + 2);

  const exported = withExport(index, { path, variable });
  const exports = pathsIn(exported, /^export \{ \w+ \} from '\.\/rules\/([\w-]+)\.js';$/gm);
  expect(exports).toContain(path);
  expect(exports).toEqual([...exports].sort());
  expect(lines(exported)).toBe(lines(index) + 1);
});

test('names stand in braces, whatever paths and comments say', () => {
  const text = "/* what a rule needs */\nexport {\n  mix,\n  norm,\n} from './algebra/combine.js';";
  expect([...exportedNames(text)]).toEqual(['mix', 'norm']);
});
