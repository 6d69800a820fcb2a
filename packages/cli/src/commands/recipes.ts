import { stringify } from 'yaml';
import { readRecipe, recipeNames } from '../config/recipes.js';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';

/** Flags of `gnp recipes`. */
export interface RecipesOptions {
  readonly resolved?: boolean;
}

/** `gnp recipes [name]`: lists the shipped recipes, or prints one. */
export async function recipesCommand(
  name: string | undefined,
  { resolved }: RecipesOptions,
): Promise<number> {
  if (name !== undefined) {
    console.log((resolved ? await resolve(name) : asWritten(name)).trimEnd());
    return 0;
  }
  const { dim } = styleOf(process.stdout);
  const rows = recipeNames().map((recipe) => {
    const { description = '' } = readRecipe(recipe).value as { description?: string };
    return [recipe, description];
  });
  console.log(renderTable([['name', 'description'].map(dim), ...rows]));
  return 0;
}

async function resolve(name: string): Promise<string> {
  const { readExtended } = await import('../config/extend.js'); // which loads models and rules
  return stringify(readExtended(name).value);
}

/** The text of a recipe; what belongs to it besides goes to standard error, so that the text can become a file. */
function asWritten(name: string): string {
  const { text, value } = readRecipe(name);
  const { extends: base } = value as { extends?: unknown };
  if (base !== undefined) {
    console.error(`It extends ${String(base)}; as one: gnp recipes ${name} --resolved`);
  }
  return text;
}
