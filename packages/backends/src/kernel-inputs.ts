import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

type Given = Readonly<Record<string, TensorInfo | TensorInfo[] | undefined>>;

/** All tensors of a kernel's inputs, of which some may be left out, and some may be lists. */
export function tensorsOf(inputs: NamedTensorInfoMap): TensorInfo[] {
  const tensors: TensorInfo[] = [];
  for (const x of Object.values(inputs as Given)) {
    if (Array.isArray(x)) tensors.push(...x);
    else if (x) tensors.push(x);
  }
  return tensors;
}

/** The inputs, a list or by name, with `change` done to each tensor. */
export function mapped(
  inputs: NamedTensorInfoMap,
  change: (x: TensorInfo) => TensorInfo,
): NamedTensorInfoMap {
  if (Array.isArray(inputs)) return inputs.map(change) as unknown as NamedTensorInfoMap;
  const entries = Object.entries(inputs as Given).map(
    ([name, x]) => [name, Array.isArray(x) ? x.map(change) : x && change(x)] as const,
  );
  return Object.fromEntries(entries) as NamedTensorInfoMap;
}
