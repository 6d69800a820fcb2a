import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { worthwhileSize } from '../kernel-support/kernel.js';
import type { TensorData } from '../memory/tensor-data.js';
import { Storage } from '../portable/storage.js';
import { eltwise } from './eltwise.js';
import type { EltwiseOperation } from './eltwise.js';
import { mayHaveNaN } from './may-have-nan.js';

/** A function of one number, in JavaScript and in the library. */
export interface ElementFunction {
  readonly f: (x: number) => number;
  /** The library's functions one upon the other, where they agree with `f` on infinities. */
  readonly native?: readonly EltwiseOperation[];
  /** Set where the library's function loses NaN, which is put back. */
  readonly losesNaN?: boolean;
  /** Set where bf16 in gives bf16 out: activations, whose results are no larger than need be exact. */
  readonly keepsStorage?: boolean;
}

/** The nearest number from `low` to `high`. */
export function clip(low: number, high: number): ElementFunction {
  return {
    f: (x) => (x > high ? high : x < low ? low : x),
    native: [{ algorithm: 'clip', alpha: low, beta: high }],
    losesNaN: true,
    keepsStorage: true,
  };
}

/** A function of each element of a float tensor; the library computes it where that is quicker. */
export function applyToFloats(
  backend: OnednnBackend,
  x: TensorInfo,
  { f, native, losesNaN, keepsStorage }: ElementFunction,
): TensorInfo {
  const source = backend.dataOf(x);
  const { size } = source;
  if (!native || size < worthwhileSize) return mapFloats(backend, x, f);
  const storage = keepsStorage ? source.storage : Storage.f32;
  const y = backend.output(x.shape, 'float32', storage);
  let from = source;
  for (const operation of native) {
    const primitive = eltwise(backend.onednn, size, operation, storage);
    primitive.run({ source: from, destination: y.data });
    from = y.data;
  }
  if (losesNaN) putNaNBack(backend, source, y.data);
  return y;
}

/** f of each element, in JavaScript. */
export function mapFloats(
  backend: OnednnBackend,
  x: TensorInfo,
  f: (x: number) => number,
): TensorInfo {
  const y = backend.output(x.shape);
  const [from, to] = [backend.dataOf(x).numbers, y.data.numbers];
  for (let i = 0; i < to.length; i++) to[i] = f(from[i]);
  return y;
}

/** Makes the elements of `y` NaN that are NaN in `x`. */
export function putNaNBack({ onednn }: OnednnBackend, x: TensorData, y: TensorData): void {
  if (!mayHaveNaN(onednn, x)) return;
  const from = x.numbers;
  y.edit((to) => {
    for (let i = 0; i < from.length; i++) if (Number.isNaN(from[i])) to[i] = NaN;
  });
}
