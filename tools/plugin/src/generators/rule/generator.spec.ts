import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { WorkspaceCopy } from '../../../testing/workspace-copy';
import ruleGenerator from './generator';

let copy: WorkspaceCopy;
beforeAll(() => {
  copy = new WorkspaceCopy();
});
afterAll(() => copy.dispose());

const tree = () => new FsTree(copy.folder, false);
const read = (path: string) => readFileSync(join(copy.folder, path), 'utf8');
const words = { title: "A Rule of One's Own", paper: 'Doe et al., 2026, arXiv 2601.00001' };

test.each([
  ['MyRule', "'MyRule' is no name of a rule: lower case with '-' between words, as in 'my-rule'."],
  ['../rule', 'is no name of a rule'],
  ['look-sam', "@gnp/core exports something named 'lookSam' already."],
  ['every', "@gnp/core exports something named 'every' already."],
  ['gradient', "@gnp/core exports something named 'gradient' already."],
])('refuses the name %s, and writes nothing', async (name, message) => {
  const changes = tree();
  await expect(ruleGenerator(changes, { name, ...words })).rejects.toThrow(message);
  expect(changes.listChanges()).toEqual([]);
});

test('refuses a rule that comes from nowhere, and writes nothing', async () => {
  const changes = tree();
  const options = { name: 'my-rule', title: words.title, paper: 'a paper' };
  await expect(ruleGenerator(changes, options)).rejects.toThrow('A rule needs its paper');
  expect(changes.listChanges()).toEqual([]);
});

test.each(['rules/all-rules.ts', 'index.ts'])(
  'leaves alone a workspace whose %s does not list rules',
  async (path) => {
    const changes = tree();
    changes.write(`packages/core/src/${path}`, 'export {};\n');
    const expected = /There is no line like|There is no array of rules/;
    await expect(ruleGenerator(changes, { name: 'my-rule', ...words })).rejects.toThrow(expected);
    changes.delete(`packages/core/src/${path}`);
    await expect(ruleGenerator(changes, { name: 'my-rule', ...words })).rejects.toThrow(
      `There is no packages/core/src/${path}, which names the rules.`,
    );
    expect(changes.listChanges()).toHaveLength(1);
  },
);

test('what it generates asks for its words, then passes every check, and trains', () => {
  const formula = 'g = ∇L(θ + "ρ" g₁/‖g₁‖)';
  const generate = () =>
    copy.run(
      ...(['nx', 'g', '@gnp/plugin:rule', 'my-rule'] as const),
      ...['--title', words.title, '--paper', words.paper, '--formula', formula],
    );
  const expected = [
    'CREATE packages/core/src/rules/my-rule.spec.ts',
    'CREATE packages/core/src/rules/my-rule.ts',
    'UPDATE packages/core/src/index.ts',
    'UPDATE packages/core/src/rules/all-rules.ts',
  ];
  const written = (output: string) =>
    [...output.matchAll(/^(CREATE|UPDATE|DELETE) \S+/gm)].map(([line]) => line).sort();

  const output = generate();
  expect(written(output)).toEqual(expected);
  expect(output).toContain('UPDATE_DOCS=1 npx nx test @gnp/conformance -- pages');
  expect(() => generate()).toThrow("@gnp/core exports something named 'myRule' already.");

  const jest = (project: string, ...args: string[]) =>
    copy.run('jest', '-c', join(copy.folder, project, 'jest.config.cjs'), ...args);
  const writeDocs = () => {
    copy.env.UPDATE_DOCS = '1';
    jest('tools/conformance', 'pages', '-t', 'rules');
    delete copy.env.UPDATE_DOCS;
  };
  const checkPages = () => {
    jest('tools/conformance', 'pages', '-t', 'rules');
    jest('tools/conformance', 'readme', '-t', 'docs/rules.md leaves nothing');
  };
  expect(checkPages).toThrow('docs/rules.md has the tables that gnp prints');
  writeDocs();
  expect(checkPages).toThrow('docs/rules.md leaves nothing to be written');

  const rule = 'packages/core/src/rules/my-rule.ts';
  const code = read(rule);
  expect(code).toContain(`title: "${words.title}",`);
  expect(code).toContain(`formula: '${formula}',`);
  const use = "use: 'To see how a rule is written.'";
  writeFileSync(join(copy.folder, rule), code.replace("use: 'yet to be written'", use));
  writeDocs();
  checkPages();

  const changed = expected.map((line) => line.split(' ')[1]);
  copy.run('prettier', '--check', ...changed, 'docs/rules.md');
  copy.run('eslint', ...changed);
  copy.run('tsc', '--build', 'packages/core', 'packages/cli');
  jest('packages/core', 'rules/my-rule');
  jest('tools/conformance', 'rule-table', '-t', 'my-rule');
  expect(read('docs/rules.md')).toMatch(
    /\| `my-rule` +\| A Rule of One's Own +\| g = ∇L\(θ \+ "ρ" g₁\/‖g₁‖\) +\| 2 +\| Doe et al\., 2026/,
  );

  const run = join(copy.folder, 'run');
  const small = ['dataset.trainImages=128', 'epochs=2', 'rule.name=my-rule', 'rule.rho=0.1'];
  copy.gnp(
    ...(['train', 'quickstart', '--working-dir', run] as const),
    ...small.flatMap((setting) => ['--set', setting]),
  );
  expect(existsSync(join(run, 'report.html'))).toBe(true);
  expect(read('run/config.yaml')).toMatch(/rule:\n {2}name: my-rule\n {2}rho: 0.1\n/);
}, 400_000);
