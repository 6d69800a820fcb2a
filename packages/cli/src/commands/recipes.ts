import { stringify } from 'yaml';
import { isFile, readRecipe, recipeNames } from '../config/recipes.js';
import { printListing, renderListing } from '../terminal/listing.js';
import type { Listing, ListingFlags } from '../terminal/listing.js';
import { chosen, isPattern } from '../terminal/name-pattern.js';

/** Flags of `gnp recipes`. */
export interface RecipesFlags extends ListingFlags {
  readonly resolved?: boolean;
}

/** `gnp recipes [pattern]`: lists the shipped recipes, or prints one. */
export async function recipesCommand(
  pattern: string | undefined,
  { resolved, ...flags }: RecipesFlags,
): Promise<number> {
  if (pattern !== undefined && (!isPattern(pattern) || isFile(pattern))) {
    printListing(resolved ? await asOne(pattern) : asWritten(pattern, flags), flags);
    return 0;
  }
  const names = recipeNames().map((name) => ({ name }));
  printListing(listed(chosen(pattern, names, 'recipe')), flags);
  return 0;
}

function listed(names: readonly { readonly name: string }[]): Listing {
  const recipes = names.map(({ name }) => {
    const value = readRecipe(name).value as { description?: string; extends?: string };
    return { name, description: value.description, extends: value.extends };
  });
  return {
    text: () => [
      renderListing(
        ['name', 'description'],
        recipes.map(({ name, description = '' }) => [name, description]),
      ),
    ],
    json: () => recipes,
    quiet: () => recipes.map(({ name }) => name),
  };
}

async function asOne(name: string): Promise<Listing> {
  const { readExtended } = await import('../config/extend.js'); // which loads models and rules
  const { value } = readExtended(name);
  return recipe(stringify(value), value);
}

/** What belongs to the text of a recipe besides goes to standard error, so that the text can become a file. */
function asWritten(name: string, { json, quiet }: ListingFlags): Listing {
  const { text, value } = readRecipe(name);
  const { extends: base } = value as { extends?: unknown };
  if (base !== undefined && !json && !quiet) {
    console.error(`It extends ${String(base)}; as one: gnp recipes ${name} --resolved`);
  }
  return recipe(text, value);
}

const recipe = (text: string, value: unknown): Listing => ({
  text: () => [text.trimEnd()],
  json: () => value,
  quiet: () => [text.trimEnd()],
});
