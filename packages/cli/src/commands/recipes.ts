import { readRecipe, recipeNames } from '../config/recipes.js';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';

/** `gnp recipes [name]`: lists the shipped recipes, or prints one. */
export function recipesCommand(name: string | undefined): number {
  if (name !== undefined) {
    console.log(readRecipe(name).text.trimEnd());
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
