import { countOperations } from './operations.js';
import { knownFigures } from './known-figures.js';
import type { ModelFigures } from './model-figures.js';
import { createModel, findModel } from './registry.js';
import { countParameters } from './variables.js';

/**
 * The figures of a model by name. Those of the models of this package are known without building them;
 * others are built on the present backend for it.
 *
 * @throws Error if there is no such model
 */
export function modelFigures(name: string): ModelFigures {
  const entry = findModel(name);
  const known = knownFigures[entry.name];
  if (known) return known;
  const model = createModel(entry.name, { blank: true });
  const figures = { parameters: countParameters(model), operations: countOperations(model) };
  model.dispose();
  return figures;
}
