import { join } from 'node:path';
import { formatFiles, generateFiles, logger } from '@nx/devkit';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { namesOf } from './names';
import { checkPaper } from './paper';

/** Options of the generator. */
export interface ModelGeneratorOptions {
  readonly name: string;
  /** Title of the paper that the family is from. */
  readonly paperTitle: string;
  /** Where it is to be read, an https address. */
  readonly paperUrl: string;
}

const families = 'packages/models/src/families';

const next = `Then have the parameters and operations counted and written down:
  UPDATE_FIGURES=1 npx nx test @gnp/models -- figures
  UPDATE_DOCS=1 npx nx test @gnp/conformance -- pages`;

/**
 * `nx g @gnp/plugin:model NAME --paper-title … --paper-url …`: a family file, its test, its line in the
 * registry and a recipe.
 *
 * @throws Error if the name is none or taken, or there is no paper or no registry
 */
export default async function modelGenerator(
  tree: Tree,
  { name, paperTitle, paperUrl }: ModelGeneratorOptions,
): Promise<GeneratorCallback> {
  const names = namesOf(tree, name);
  const paper = checkPaper(paperTitle, paperUrl);
  const registry = `${families}/all-families.ts`;
  const lines = tree.read(registry, 'utf8');
  if (lines === null) throw new Error(`There is no ${registry}, which lists the families.`);

  const scratch = '.generated-model';
  generateFiles(tree, join(__dirname, '../../../src/generators/model/files'), scratch, {
    ...names,
    paper: JSON.stringify(paper),
    tmpl: '',
  });
  tree.rename(`${scratch}/family.ts`, `${families}/${name}.ts`);
  tree.rename(`${scratch}/family.spec.ts`, `${families}/${name}.spec.ts`);
  tree.rename(`${scratch}/recipe.yaml`, `packages/cli/recipes/${name}.yaml`);
  tree.write(registry, `${lines}export { ${names.entries} } from './${name}.js';\n`);
  await formatFiles(tree);
  return () => logger.info(next);
}
