import { backend_util, Erf } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { makeBinary } from '../../engine/binary.js';
import type { BinaryPrimitive } from '../../engine/binary.js';
import type { Onednn } from '../../engine/onednn.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { Place } from '../../memory/memory-range.js';
import { strided } from '../../portable/array.js';
import { Storage } from '../../portable/storage.js';
import { mapFloats } from '../../primitives/element-function.js';
import { eltwise } from '../../primitives/eltwise.js';
import type { EltwiseOperation } from '../../primitives/eltwise.js';

const { ERF_P: p, ERF_A1: a1, ERF_A2: a2, ERF_A3: a3, ERF_A4: a4, ERF_A5: a5 } = backend_util;

/**
 * The error function, right to 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions,
 * formula 7.1.26.
 */
function errorFunction(x: number): number {
  const magnitude = Math.abs(x);
  const t = 1 / (1 + p * magnitude);
  const polynomial = t * (a1 + t * (a2 + t * (a3 + t * (a4 + t * a5))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-magnitude * magnitude));
}

export const erf = defineKernel<{ x: TensorInfo }>(Erf, (call) => {
  const { inputs, backend } = call;
  const { x } = inputs;
  if (x.dtype !== 'float32') return fallBack(Erf, call);
  const { size } = backend.dataOf(x);
  return size < worthwhileSize ? mapFloats(backend, x, errorFunction) : inLibrary(backend, x);
});

/** The same formula in the library. */
function inLibrary(backend: OnednnBackend, x: TensorInfo): TensorInfo {
  const { onednn } = backend;
  const source = backend.dataOf(x);
  const { size } = source;
  const y = backend.output(x.shape);
  const result = y.data;
  const apply = (operation: EltwiseOperation, from: Place, to = from) =>
    eltwise(onednn, size, operation).run({ source: from, destination: to });
  const multiply = (factor: Place, { scale = 1, shift = 0 }) => {
    const primitive = product(onednn, size, scale, shift);
    primitive.run({ source: result, source1: factor, destination: result });
  };
  const zero = backend.scalar(0);
  onednn.pool.lend(4 * size, (t) =>
    onednn.pool.lend(4 * size, (other) => {
      apply({ algorithm: 'abs' }, source, t);
      apply({ algorithm: 'linear', alpha: p, beta: 1 }, t);
      apply({ algorithm: 'power', alpha: 1, beta: -1 }, t);
      apply({ algorithm: 'square' }, source, other);
      apply({ algorithm: 'linear', alpha: -1 }, other);
      apply({ algorithm: 'exp' }, other);
      apply({ algorithm: 'linear', alpha: a5, beta: a4 }, t, result);
      for (const term of [a3, a2, a1, 0]) multiply(t, { shift: term });
      multiply(other, { scale: -1, shift: 1 });
      signs(onednn, size).run({ source, source1: zero.data, destination: other });
      multiply(other, {});
    }),
  );
  backend.disposeIntermediateTensorInfo(zero);
  return y;
}

/** source · source1 · scale + shift, element by element. */
const product = (onednn: Onednn, size: number, scale: number, shift: number): BinaryPrimitive =>
  onednn.primitives.get(`erf|product|${size}|${scale}|${shift}`, (keep) => {
    const floats = strided([size], Storage.f32);
    const wanted = { algorithm: 'mul', a: floats, b: floats, destination: floats } as const;
    return keep(makeBinary(onednn, wanted, [{ eltwise: 'linear', alpha: scale, beta: shift }]));
  });

/** -1 where the source is less than source1, which is one number, else 1. */
const signs = (onednn: Onednn, size: number): BinaryPrimitive =>
  onednn.primitives.get(`erf|signs|${size}`, (keep) => {
    const [floats, one] = [strided([size], Storage.f32), strided([1], Storage.f32)];
    const wanted = { algorithm: 'less', a: floats, b: one, destination: floats } as const;
    return keep(makeBinary(onednn, wanted, [{ eltwise: 'linear', alpha: -2, beta: 1 }]));
  });
