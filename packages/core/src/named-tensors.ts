import { addN, dispose, mul, square, sum, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';

/** Euclidean norm over all elements of all tensors, as one vector. 0 for an empty map. */
export function globalNorm(tensors: NamedTensorMap): number {
  const all = Object.values(tensors);
  if (all.length === 0) return 0;
  const squares = tidy(() => addN(all.map((tensor) => sum(square(tensor)))) as Scalar);
  const [value] = squares.dataSync();
  squares.dispose();
  return Math.sqrt(value);
}

/**
 * Σ coefficient · tensors, name by name. Takes over the terms: each of their tensors is disposed as
 * soon as it has been added, so that no more than one extra tensor is alive at a time. Terms with
 * coefficient 0 are left out, so that they cannot bring in a NaN.
 */
export function combine(terms: readonly (readonly [number, NamedTensorMap])[]): NamedTensorMap {
  const names = new Set(terms.flatMap(([, tensors]) => Object.keys(tensors)));
  const combined: NamedTensorMap = {};
  for (const name of names) {
    const parts = terms.filter(([, tensors]) => name in tensors);
    combined[name] = tidy(() => weightedSum(parts.map(([c, tensors]) => [c, tensors[name]])));
    dispose(parts.map(([, tensors]) => tensors[name]));
  }
  return combined;
}

function weightedSum(parts: [number, Tensor][]): Tensor {
  const weighted = parts
    .filter(([coefficient]) => coefficient !== 0)
    .map(([coefficient, tensor]) =>
      coefficient === 1 ? tensor.clone() : mul(tensor, coefficient),
    );
  return weighted.length > 0 ? addN(weighted) : mul(parts[0][1], 0);
}
