import { join } from 'node:path';
import { formatFiles, generateFiles } from '@nx/devkit';
import type { Tree } from '@nx/devkit';
import { insert, insertRow } from './insert';
import { namesOf } from './names';

/** Options of the generator. */
export interface ModelGeneratorOptions {
  readonly name: string;
}

/** Parameters and operations of the network that the template describes, for 10 classes of 32×32×3. */
const figures = { parameters: 78_042, operations: 25_003_264 };

const models = 'packages/models';

/**
 * `nx g @gnp/plugin:model NAME`: a family file, its test, its entry in the registry and among the known
 * figures, its row in docs/models.md and a recipe.
 *
 * @throws Error if the name is none, or taken
 */
export default async function modelGenerator(
  tree: Tree,
  { name }: ModelGeneratorOptions,
): Promise<void> {
  const names = namesOf(tree, name);
  const templates = join(__dirname, '../../../src/generators/model/files');
  const values = { ...names, ...figures, tmpl: '' };
  const scratch = '.generated-model';
  generateFiles(tree, templates, scratch, values);
  tree.rename(`${scratch}/family.ts`, `${models}/src/families/${name}.ts`);
  tree.rename(`${scratch}/family.spec.ts`, `${models}/src/families/${name}.spec.ts`);
  tree.rename(`${scratch}/recipe.yaml`, `packages/cli/recipes/${name}.yaml`);

  const registry = `${models}/src/families/all-families.ts`;
  insert(
    tree,
    registry,
    'behind',
    /^import \{.*;\n/,
    `import { ${names.entries} } from './${name}.js';\n`,
  );
  insert(tree, registry, 'before', /^\];/, `  ...${names.entries},\n`);
  const { parameters, operations } = figures;
  const known = `  '${name}': [${parameters}, ${operations}],\n`;
  insert(tree, `${models}/src/known-figures.ts`, 'before', /^\};/, known);
  insert(tree, 'tools/conformance/src/reduced-models.ts', 'before', /^\];/, `  '${name}',\n`);
  insertRow(tree, 'docs/models.md', [
    `\`${name}\``,
    `[${names.title}](https://arxiv.org/abs/1512.03385)`,
    'one residual block in each of three stages, from 16 filters',
    '32×32',
    parameters.toLocaleString('en'),
    `${(operations / 1e9).toFixed(2)} G`,
  ]);
  await formatFiles(tree);
}
