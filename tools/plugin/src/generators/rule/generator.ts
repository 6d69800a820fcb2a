import { join } from 'node:path';
import { formatFiles, generateFiles, logger } from '@nx/devkit';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { camelCase, wordsOf } from '../names';
import { wordsAbout } from './about';
import type { RuleWords } from './about';
import { exportedNames, withExport, withListed } from './entries';

/** Options of the generator: the name and what the rule's record says. */
export interface RuleGeneratorOptions extends Partial<RuleWords> {
  readonly name: string;
}

const core = 'packages/core/src';
const paths = {
  list: `${core}/rules/all-rules.ts`,
  index: `${core}/index.ts`,
  kit: `${core}/kit.ts`,
};

const next = `It begins as SAM; docs/writing-rules.md shows how to go on. Then have docs/rules.md written:
  UPDATE_DOCS=1 npx nx test @gnp/conformance -- pages`;

/**
 * `nx g @gnp/plugin:rule NAME --title … --paper …`: a gradient rule, its test against its formula, and
 * its lines in the list of rules and in the index.
 *
 * @throws Error if the name is none or taken, there is no title or paper, or no list of rules
 */
export default async function ruleGenerator(
  tree: Tree,
  { name, ...words }: RuleGeneratorOptions,
): Promise<GeneratorCallback> {
  const variable = camelCase(wordsOf('rule', name, 'my-rule'));
  const [list, index, kit] = [paths.list, paths.index, paths.kit].map((path) => {
    const text = tree.read(path, 'utf8');
    if (text === null) throw new Error(`There is no ${path}, which names the rules.`);
    return text;
  });
  if (exportedNames(index + kit).has(variable)) {
    throw new Error(`@gnp/core exports something named '${variable}' already.`);
  }
  const about = wordsAbout(words);
  const entry = { path: name, variable };
  const [listed, exported] = [withListed(list, entry), withExport(index, entry)];

  const scratch = '.generated-rule';
  const code = Object.entries(about).map(([key, text]) => [key, JSON.stringify(text)]);
  generateFiles(tree, join(__dirname, '../../../src/generators/rule/files'), scratch, {
    name,
    variable,
    about,
    code: Object.fromEntries(code),
    tmpl: '',
  });
  tree.rename(`${scratch}/rule.ts`, `${core}/rules/${name}.ts`);
  tree.rename(`${scratch}/rule.spec.ts`, `${core}/rules/${name}.spec.ts`);
  tree.write(paths.list, listed);
  tree.write(paths.index, exported);
  await formatFiles(tree);
  return () => logger.info(next);
}
