import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { PlainTensor, TensorMap } from './tensor-map.js';

/** Copies tensors to the host, to be kept or written to a file. */
export async function toPlain(tensors: { readonly [name: string]: Tensor }): Promise<TensorMap> {
  const entries = Object.entries(tensors).map(async ([name, value]) => {
    const { shape, dtype } = value;
    return [name, { dtype, shape, data: await value.data() } as PlainTensor] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Puts a tensor back on the device. */
export function fromPlain({ data, shape, dtype }: PlainTensor): Tensor {
  return tensor(data as Float32Array, shape as number[], dtype as 'float32');
}
