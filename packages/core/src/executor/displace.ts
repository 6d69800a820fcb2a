import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core';

/** Variables by the names under which gradients, states and errors know them. */
export type NamedVariables = Readonly<Record<string, Variable>>;

/**
 * Runs `f` with some of the variables at other values, then puts them back. The old values are kept
 * alive by reference and reinstated, never recomputed, so the result is exact and nothing is copied.
 *
 * @param values by the names of the variables; taken over
 */
export function withValues<T>(variables: NamedVariables, values: NamedTensorMap, f: () => T): T {
  const originals = Object.entries(variables).map(
    ([name, variable]) => [name, variable, variable.clone()] as const,
  );
  try {
    for (const [name, value] of Object.entries(values)) {
      variables[name].assign(value);
      value.dispose();
    }
    return f();
  } finally {
    for (const [, variable, original] of originals) {
      if (variable.dataId !== original.dataId) variable.assign(original);
      original.dispose();
    }
  }
}
