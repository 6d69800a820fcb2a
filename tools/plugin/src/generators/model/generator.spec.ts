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
  await expect(modelGenerator(changes, { name })).rejects.toThrow(message);
  expect(changes.listChanges()).toEqual([]);
});

test('a workspace whose registry it does not know is left alone', async () => {
  const changes = tree();
  changes.write('packages/models/src/families/all-families.ts', '');
  await expect(modelGenerator(changes, { name: 'my-net' })).rejects.toThrow(
    'no place for the model',
  );
});

test('what it generates passes every check, untouched, and trains', () => {
  const generate = (...more: string[]) =>
    copy.run('nx', 'g', '@gnp/plugin:model', 'my-net', ...more);
  const expected = [
    'CREATE packages/cli/recipes/my-net.yaml',
    'CREATE packages/models/src/families/my-net.spec.ts',
    'CREATE packages/models/src/families/my-net.ts',
    'UPDATE docs/models.md',
    'UPDATE packages/models/src/families/all-families.ts',
    'UPDATE packages/models/src/known-figures.ts',
    'UPDATE tools/conformance/src/reduced-models.ts',
  ];
  const written = (output: string) =>
    [...output.matchAll(/^(CREATE|UPDATE|DELETE) \S+/gm)].map(([line]) => line).sort();
  const family = join(copy.folder, 'packages/models/src/families/my-net.ts');

  expect(written(generate('--dry-run'))).toEqual(expected);
  expect(existsSync(family)).toBe(false);
  expect(written(generate())).toEqual(expected);
  expect(existsSync(family)).toBe(true);
  expect(() => generate()).toThrow("There is a model or a family named 'my-net' already.");

  const changed = expected.map((line) => line.split(' ')[1]);
  copy.run('prettier', '--check', ...changed);
  copy.run('eslint', ...changed.filter((path) => path.endsWith('.ts')));
  copy.run('tsc', '--build', 'packages/models', 'packages/cli');
  const jest = (project: string, ...args: string[]) =>
    copy.run('jest', '-c', join(copy.folder, project, 'jest.config.cjs'), ...args);
  jest('packages/models', 'my-net');
  jest('tools/conformance', 'model-families', '-t', 'my-net|every family');
  jest('packages/models', 'figures', 'counts', '-t', 'my-net|papers');
  jest('tools/conformance', 'pages');

  const run = join(copy.folder, 'run');
  copy.gnp('train', 'my-net', '--working-dir', run, '--set', 'dataset.trainImages=128');
  expect(existsSync(join(run, 'report.html'))).toBe(true);
  expect(readFileSync(join(run, 'config.yaml'), 'utf8')).toContain('name: my-net');
}, 400_000);
