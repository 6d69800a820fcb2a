import { addN, dispose, mul, sum, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { globalNorm as normOf, weightedSum } from '@gnp/ops';

/** Euclidean norm over all elements of all tensors, as one vector. 0 for an empty map. */
export function globalNorm(tensors: NamedTensorMap): number {
  const all = Object.values(tensors);
  if (all.length === 0) return 0;
  const norm = normOf(all);
  const [value] = norm.dataSync();
  norm.dispose();
  return value;
}

/** Σ aᵢ bᵢ over all elements of the tensors that both maps name, as one vector. */
export function innerProduct(a: NamedTensorMap, b: NamedTensorMap): Scalar {
  const shared = Object.keys(a).filter((name) => name in b);
  return tidy(() => addN(shared.map((name) => sum(mul(a[name], b[name])))) as Scalar);
}

/** {@link innerProduct} as a number; 0 where no name is shared. */
export function innerProductValue(a: NamedTensorMap, b: NamedTensorMap): number {
  if (!Object.keys(a).some((name) => name in b)) return 0;
  const product = innerProduct(a, b);
  const [value] = product.dataSync();
  product.dispose();
  return value;
}

/** Further references to the same values, for what takes its arguments over. */
export function copyOf(tensors: NamedTensorMap): NamedTensorMap {
  return mapTensors(tensors, (tensor) => tensor.clone());
}

/** Applies `f` to each tensor of a map. */
export function mapTensors(
  tensors: NamedTensorMap,
  f: (tensor: Tensor, name: string) => Tensor,
): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, tidy(() => f(tensor, name))]),
  );
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
    combined[name] = tidy(() => sumOf(parts.map(([c, tensors]) => [c, tensors[name]])));
    dispose(parts.map(([, tensors]) => tensors[name]));
  }
  return combined;
}

function sumOf(parts: [number, Tensor][]): Tensor {
  const [first, ...others] = parts.filter(([coefficient]) => coefficient !== 0);
  if (!first) return zerosLike(parts[0][1]);
  const [scale, tensor] = first;
  if (others.length === 0) return scale === 1 ? tensor.clone() : mul(tensor, scale);
  const [[nextScale, next], ...rest] = others;
  const start = weightedSum(tensor, scale, next, nextScale);
  return rest.reduce(
    (total, [coefficient, part]) => weightedSum(total, 1, part, coefficient),
    start,
  );
}
