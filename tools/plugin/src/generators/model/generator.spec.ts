import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { WorkspaceCopy } from '../../../testing/workspace-copy';
import modelGenerator from './generator';

let copy: WorkspaceCopy;
beforeAll(() => {
  copy = new WorkspaceCopy();
});
afterAll(() => copy.dispose());

const tree = () => new FsTree(copy.folder, false);
const paper = { paperTitle: "A Net of One's Own", paperUrl: 'https://arxiv.org/abs/2402.00001' };

test.each([
  ['MyNet', "'MyNet' is no name of a model: lower case with '-' between words, as in 'my-net'."],
  ['my_net', 'is no name of a model'],
  ['-net', 'is no name of a model'],
  ['../net', 'is no name of a model'],
  ['vgg16', "There is a model or a family named 'vgg16' already."],
  ['swin-tiny', "There is a model or a family named 'swin-tiny' already."],
  ['resnet', "There is a model or a family named 'resnet' already."],
])('refuses the name %s, and writes nothing', async (name, message) => {
  const changes = tree();
  await expect(modelGenerator(changes, { name, ...paper })).rejects.toThrow(message);
  expect(changes.listChanges()).toEqual([]);
});

test.each([
  [{ paperTitle: ' ' }, 'A family needs the title of its paper: --paper-title'],
  [{ paperUrl: 'arxiv 2402.00001' }, "needs the address of its paper, got 'arxiv 2402.00001'"],
  [{ paperUrl: 'http://arxiv.org' }, '--paper-url https://arxiv.org/abs/NUMBER'],
])('refuses a family without a paper, and writes nothing: %j', async (wrong, message) => {
  const changes = tree();
  const options = { name: 'my-net', ...paper, ...wrong };
  await expect(modelGenerator(changes, options)).rejects.toThrow(message);
  expect(changes.listChanges()).toEqual([]);
});

test('a workspace without a registry is left alone', async () => {
  const changes = tree();
  const registry = 'packages/models/src/families/all-families.ts';
  changes.delete(registry);
  await expect(modelGenerator(changes, { name: 'my-net', ...paper })).rejects.toThrow(
    `There is no ${registry}`,
  );
  expect(changes.listChanges().map(({ path }) => path)).toEqual([registry]);
});

test('what it generates asks for its figures, then passes every check, and trains', () => {
  const generate = (...more: string[]) =>
    copy.run(
      ...(['nx', 'g', '@gnp/plugin:model', 'my-net'] as const),
      ...['--paper-title', paper.paperTitle, '--paper-url', paper.paperUrl],
      ...more,
    );
  const expected = [
    'CREATE packages/cli/recipes/my-net.yaml',
    'CREATE packages/models/src/families/my-net.spec.ts',
    'CREATE packages/models/src/families/my-net.ts',
    'UPDATE packages/models/src/families/all-families.ts',
  ];
  const written = (output: string) =>
    [...output.matchAll(/^(CREATE|UPDATE|DELETE) \S+/gm)].map(([line]) => line).sort();
  const family = join(copy.folder, 'packages/models/src/families/my-net.ts');

  expect(written(generate('--dry-run'))).toEqual(expected);
  expect(existsSync(family)).toBe(false);
  const output = generate();
  expect(written(output)).toEqual(expected);
  expect(output).toContain('UPDATE_FIGURES=1 npx nx test @gnp/models -- figures');
  expect(existsSync(family)).toBe(true);
  expect(() => generate()).toThrow("There is a model or a family named 'my-net' already.");
  expect(readFileSync(family, 'utf8')).toContain(`title: "A Net of One's Own"`);
  expect(readFileSync(family, 'utf8')).toContain("url: 'https://arxiv.org/abs/2402.00001'");

  const jest = (project: string, ...args: string[]) =>
    copy.run('jest', '-c', join(copy.folder, project, 'jest.config.cjs'), ...args);
  // one residual block a stage: counted by hand from its layers
  expect(() => jest('packages/models', 'figures', '-t', 'my-net')).toThrow(
    /"operations": 25003264,\s.*"parameters": 78042,/,
  );
  copy.env.UPDATE_FIGURES = copy.env.UPDATE_DOCS = '1';
  jest('packages/models', 'figures');
  jest('tools/conformance', 'pages', '-t', 'models');
  delete copy.env.UPDATE_FIGURES;
  delete copy.env.UPDATE_DOCS;

  const changed = expected.map((line) => line.split(' ')[1]);
  copy.run(
    'prettier',
    '--check',
    ...changed,
    'packages/models/src/known-figures.ts',
    'docs/models.md',
  );
  copy.run('eslint', ...changed.filter((path) => path.endsWith('.ts')));
  copy.run('tsc', '--build', 'packages/models', 'packages/cli');
  jest('packages/models', 'my-net');
  jest('packages/models', 'figures', 'initial-values', 'width', 'options', '-t', 'my-net');
  jest('tools/conformance', 'model-families', 'models', '-t', 'my-net');
  jest('tools/conformance', 'pages', '-t', 'models');
  expect(readFileSync(join(copy.folder, 'docs/models.md'), 'utf8')).toMatch(
    /\| `my-net` +\| \[My Net\]\(https:\/\/arxiv.org\/abs\/2402.00001\)/,
  );

  const run = join(copy.folder, 'run');
  copy.gnp('train', 'my-net', '--working-dir', run, '--set', 'dataset.trainImages=128');
  expect(existsSync(join(run, 'report.html'))).toBe(true);
  expect(readFileSync(join(run, 'config.yaml'), 'utf8')).toContain('name: my-net');
}, 400_000);
