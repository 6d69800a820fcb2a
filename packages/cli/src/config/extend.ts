import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UsageError } from '../usage-error.js';
import { mergeRecipes } from './overrides.js';
import { isFile, readRecipe } from './recipes.js';
import type { Recipe } from './recipes.js';

/** More than anybody can follow. */
const mostBases = 8;

type Tree = Readonly<Record<string, unknown>>;

/**
 * Reads a recipe, and the one that it extends, and so on: what it says itself goes before what its base says, section by
 * section and key by key. All is inherited but `description`; `null` takes a key away.
 *
 * A base is the name of a shipped recipe, or a file beside the recipe that names it.
 *
 * @returns the recipe with the value that results, which has no `extends`
 * @throws UsageError with the name of the file that is wrong, if one cannot be read or recipes extend one another in a
 *   circle
 */
export function readExtended(nameOrPath: string): Recipe {
  return extended(readRecipe(nameOrPath), []);
}

/** @param above the files of the recipes that extend this one */
function extended(recipe: Recipe, above: readonly string[]): Recipe {
  const { path } = recipe;
  const { extends: base, ...own } = recipe.value as Tree;
  if (base === undefined || base === null) return { ...recipe, value: own };
  if (typeof base !== 'string' || base === '') {
    throw new UsageError(
      `${path}: 'extends' is ${JSON.stringify(base)}; it must be the name of a recipe, or a file.`,
    );
  }
  const files = [...above, resolve(path)];
  const baseRecipe = readBase(base, path);
  if (files.includes(resolve(baseRecipe.path))) {
    throw new UsageError(
      `${path}: 'extends' names '${base}', but a recipe cannot extend itself, or one that extends it.`,
    );
  }
  if (files.length > mostBases) {
    throw new UsageError(
      `${path}: 'extends' names '${base}', after ${mostBases} recipes that extend one another.`,
    );
  }
  const { description: _, ...inherited } = extended(baseRecipe, files).value as Tree;
  return { ...recipe, value: about(path, () => mergeRecipes(inherited, own)) };
}

function readBase(base: string, path: string): Recipe {
  const isBeside = isFile(base) && !isAbsolute(base);
  return about(`${path}: 'extends' names '${base}'`, () =>
    readRecipe(isBeside ? join(dirname(path), base) : base),
  );
}

function about<T>(what: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${what}: ${error.message}`, { cause: error });
  }
}
