import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import { weightedSum } from '@gnp/ops';

/**
 * Runs `f` with the variables at θ + scale · direction, then puts them back. The old values are kept
 * alive by reference and reinstated, never recomputed, so the result is exact and nothing is copied.
 */
export function displaced<T>(
  variables: Readonly<Record<string, Variable>>,
  direction: NamedTensorMap,
  scale: number,
  f: () => T,
): T {
  const originals = Object.entries(variables).map(
    ([name, variable]) => [name, variable, variable.clone()] as const,
  );
  try {
    for (const [name, variable] of originals) {
      const along: Tensor | undefined = direction[name];
      if (!along || scale === 0) continue;
      const moved = weightedSum(variable, 1, along, scale);
      variable.assign(moved);
      moved.dispose();
    }
    return f();
  } finally {
    for (const [, variable, original] of originals) {
      if (variable.dataId !== original.dataId) variable.assign(original);
      original.dispose();
    }
  }
}
