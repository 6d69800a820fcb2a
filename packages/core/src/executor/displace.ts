import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';

/** Variables by the names under which gradients, states and errors know them. */
export type NamedVariables = Readonly<Record<string, Variable>>;

/**
 * Gives some of the variables other values, for a while. The old ones are kept alive by reference and
 * reinstated, never recomputed, so the result is exact and nothing is copied.
 *
 * @param values by the names of the variables; taken over
 * @returns puts all variables back to where they were
 */
export function displace(variables: NamedVariables, values: NamedTensorMap): () => void {
  if (Object.keys(values).length === 0) return () => undefined;
  const originals = Object.values(variables).map(
    (variable) => [variable, variable.clone()] as const,
  );
  for (const [name, value] of Object.entries(values)) {
    variables[name].assign(value);
    value.dispose();
  }
  return () => {
    for (const [variable, original] of originals) {
      if (variable.dataId !== original.dataId) variable.assign(original);
      original.dispose();
    }
  };
}
