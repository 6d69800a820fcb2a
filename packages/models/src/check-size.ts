import { knownFigures } from './known-figures.js';

/** Nearly three times the largest model of the papers, CaiT-M48, 4 GB in float32. */
const mostParameters = 1e9;

/**
 * Refuses a model before memory is taken for it, by what its multipliers make of its published size.
 *
 * @throws RangeError if it would have more than 10⁹ parameters, about
 */
export function checkSize(name: string, options: object): void {
  const { widthMultiplier: width = 1, depthMultiplier: depth = 1 } = options as Multipliers;
  const known = knownFigures[name];
  if (!known) return; // a model of the user's: multipliers may mean anything
  const parameters = known.parameters * width ** 2 * depth;
  if (parameters <= mostParameters) return;
  throw new RangeError(
    `'${name}' with widthMultiplier ${width} and depthMultiplier ${depth} would have about ` +
      `${parameters.toExponential(1)} parameters; the most are ${mostParameters.toExponential(0)}.`,
  );
}

interface Multipliers {
  readonly widthMultiplier?: number;
  readonly depthMultiplier?: number;
}
