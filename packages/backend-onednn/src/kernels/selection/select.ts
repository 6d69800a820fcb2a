import { Select, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { strided } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import type { PostOperation } from '../../engine/post-operations.js';
import { Primitive } from '../../engine/primitive.js';
import { Storage } from '../../engine/storage.js';
import { storageOf } from '../../memory/storage-of.js';
import { fallBack } from '../fall-back.js';
import type { Numbers } from '../elementwise/binary-loop.js';
import { eltwise } from '../elementwise/eltwise.js';
import type { EltwiseOperation } from '../elementwise/eltwise.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import { sumOf } from '../reduction/may-have-nan.js';

interface Inputs {
  readonly condition: TensorInfo;
  readonly t: TensorInfo;
  readonly e: TensorInfo;
}

/** `t` where the condition holds, else `e`; a condition of rank 1 chooses whole rows. */
export const select = defineKernel<Inputs>(Select, (call) => {
  const { inputs, backend } = call;
  const { condition, t, e } = inputs;
  const known = condition.dtype === 'bool' && storageOf(t.dtype) !== undefined;
  if (!known || t.dtype !== e.dtype) return fallBack(Select, call);
  const rank = condition.shape.length;
  const byElement = rank !== 1 || t.shape.length === 1;
  const rowSize = byElement ? 1 : util.sizeFromShape(t.shape.slice(1));
  if (byElement && t.dtype === 'float32' && areFinite(backend, t, e)) return blend(backend, inputs);
  const y = backend.output(t.shape, t.dtype);
  const [holds, yes, no] = [condition, t, e].map((x) => backend.dataOf(x).numbers);
  const to = y.data.numbers;
  if (rowSize === 1) chooseElements(holds, yes, no, to);
  else
    for (let i = 0, row = 0; i < to.length; row++, i += rowSize) {
      to.set((holds[row] === 1 ? yes : no).subarray(i, i + rowSize), i);
    }
  return y;
});

/** Whether all elements are finite, and so many that calls into the library are worth it. */
function areFinite(backend: OnednnBackend, ...tensors: TensorInfo[]): boolean {
  return tensors.every((x) => {
    const data = backend.dataOf(x);
    return data.size >= worthwhileSize && Number.isFinite(sumOf(backend.onednn, data));
  });
}

/** t · condition + e · (1 − condition), of finite numbers: exact, as one of the terms is 0. */
function blend(backend: OnednnBackend, { condition, t, e }: Inputs): TensorInfo {
  const { onednn } = backend;
  const y = backend.output(t.shape);
  const { size, range } = y.data;
  const [holds, yes, no] = [condition, t, e].map((x) => backend.dataOf(x).range);
  const { u8 } = Storage;
  const logicalNot: EltwiseOperation = { algorithm: 'linear', alpha: -1, beta: 1 };
  onednn.pool.lend(size, (fails) => {
    eltwise(onednn, size, logicalNot, u8).run(holds, fails);
    onednn.pool.lend(4 * size, (chosen) => {
      masked(onednn, size, false).run(yes, holds, chosen);
      masked(onednn, size, true).run(no, fails, range, chosen);
    });
  });
  return y;
}

/** x · mask, and more added to it if wanted. Arguments: x, mask, result [, addend]. */
function masked(onednn: Onednn, size: number, adds: boolean): Primitive {
  return onednn.primitives.get(`masked|${size}|${adds}`, () => {
    const [floats, bytes] = [Storage.f32, Storage.u8].map((storage) => strided([size], storage));
    const after: PostOperation[] = adds ? [{ binary: 'add', operand: floats }] : [];
    const wanted = { algorithm: 'mul', a: floats, b: bytes, destination: floats } as const;
    return new Primitive(onednn, onednn.operations.binary(wanted, after), [
      ['source', floats],
      ['source1', bytes],
      ['destination', floats],
      ...(adds ? ([['operand0', floats]] as const) : []),
    ]);
  });
}

/** By the bits of the numbers: a branch would be guessed wrongly half of the time. */
function chooseElements(holds: Numbers, yes: Numbers, no: Numbers, to: Numbers): void {
  const [a, b, y] = [yes, no, to].map(bitsOf);
  for (let i = 0; i < y.length; i++) {
    const mask = ((holds[i] ^ 1) - 1) >> 31; // all bits where the condition is 1, else none
    y[i] = b[i] ^ ((a[i] ^ b[i]) & mask);
  }
}

function bitsOf(values: Numbers): Int32Array | Uint8Array {
  if (values instanceof Uint8Array) return values;
  return new Int32Array(values.buffer, values.byteOffset, values.length);
}
