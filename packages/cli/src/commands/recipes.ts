import { stringify } from 'yaml';
import { readExtended } from '../config/extend.js';
import { readRecipe, recipeNames } from '../config/recipes.js';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';

/** Flags of `gnp recipes`. */
export interface RecipesOptions {
  readonly resolved?: boolean;
}

/** `gnp recipes [name]`: lists the shipped recipes, or prints one. */
export function recipesCommand(name: string | undefined, { resolved }: RecipesOptions): number {
  if (name !== undefined) {
    console.log((resolved ? stringify(readExtended(name).value) : asWritten(name)).trimEnd());
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

/** The text of a recipe; what belongs to it besides goes to standard error, so that the text can become a file. */
function asWritten(name: string): string {
  const { text, value } = readRecipe(name);
  const { extends: base } = value as { extends?: unknown };
  if (base !== undefined) {
    console.error(`It extends ${String(base)}; as one: gnp recipes ${name} --resolved`);
  }
  return text;
}
