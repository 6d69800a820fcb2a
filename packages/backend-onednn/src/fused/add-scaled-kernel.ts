import type { TensorInfo } from '@tensorflow/tfjs-core';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import type { PostOperation } from '../engine/post-operations.js';
import { Primitive } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import { defineKernel } from '../kernels/kernel.js';
import { AddScaled } from './kernel-names.js';

/** Arguments: x, factor, addend, y; y = x · factor + addend in one pass. */
export function addScaledPrimitive(onednn: Onednn, size: number): Primitive {
  return onednn.primitives.get(`addScaled|${size}`, () => {
    const array = strided([size], Storage.f32);
    const one = strided([1], Storage.f32);
    const after: PostOperation[] = [{ binary: 'add', operand: array }];
    const wanted = { algorithm: 'mul', a: array, b: one, destination: array } as const;
    return new Primitive(onednn, onednn.operations.binary(wanted, after), [
      ['source', array],
      ['source1', one],
      ['operand0', array],
      ['destination', array],
    ]);
  });
}

interface Inputs {
  readonly addend: TensorInfo;
  readonly x: TensorInfo;
  /** A scalar. */
  readonly factor: TensorInfo;
}

export const addScaledKernel = defineKernel<Inputs>(AddScaled, ({ inputs, backend }) => {
  const { addend, x, factor } = inputs;
  const y = backend.output(x.shape);
  if (y.data.size === 0) return y;
  const operands = [x, factor, addend].map((t) => backend.dataOf(t).address);
  addScaledPrimitive(backend.onednn, y.data.size).run(...operands, y.data.address);
  return y;
});
