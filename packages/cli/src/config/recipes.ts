import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../usage-error.js';
import { suggest } from '@gnp/options';
import { readYaml } from './read-yaml.js';

const folder = fileURLToPath(new URL('../../recipes/', import.meta.url));

/** A recipe as it is written, which may extend another: not yet checked. */
export interface Recipe {
  /** The name of a shipped recipe, or of the file without its ending. */
  readonly name: string;
  /** Of its file. */
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
}

/** Names of the recipes that are shipped. */
export function recipeNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** Whether a recipe is called so, or it is the path of a file. */
export const isRecipe = (nameOrPath: string): boolean =>
  isFile(nameOrPath) || recipeNames().includes(nameOrPath);

/** Whether it is the path of a file, not the name of a recipe that is shipped. */
export const isFile = (nameOrPath: string): boolean => /\.(ya?ml|json)$/i.test(nameOrPath);

/**
 * Reads a shipped recipe by name, or any YAML or JSON file by its path.
 *
 * @throws UsageError if there is no such recipe or it cannot be read
 */
export function readRecipe(nameOrPath: string): Recipe {
  if (!isRecipe(nameOrPath)) {
    throw new UsageError(
      `There is no recipe named '${nameOrPath}'.${suggest(nameOrPath, recipeNames())} ` +
        `A file of your own must end in .yaml or .json.`,
    );
  }
  const path = isFile(nameOrPath) ? nameOrPath : `${folder}${nameOrPath}.yaml`;
  const { text, value } = readYaml(path, 'recipe', 'epochs: 20');
  return { name: path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, ''), path, text, value };
}
