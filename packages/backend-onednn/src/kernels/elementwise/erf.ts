import { backend_util, Erf } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { strided } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import type { PostOperation } from '../../engine/post-operations.js';
import { Primitive } from '../../engine/primitive.js';
import { Storage } from '../../engine/storage.js';
import { fallBack } from '../fall-back.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import { mapFloats } from './element-function.js';
import { eltwise } from './eltwise.js';
import type { EltwiseOperation } from './eltwise.js';

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
  const { size, range } = backend.dataOf(x);
  const y = backend.output(x.shape);
  const to = y.data.range;
  const apply = (operation: EltwiseOperation, from = to, into = from) =>
    eltwise(onednn, size, operation).run(from, into);
  const zero = backend.output([]);
  zero.data.numbers[0] = 0;
  onednn.pool.lend(4 * size, (t) =>
    onednn.pool.lend(4 * size, (other) => {
      apply({ algorithm: 'abs' }, range, t);
      apply({ algorithm: 'linear', alpha: p, beta: 1 }, t);
      apply({ algorithm: 'power', alpha: 1, beta: -1 }, t);
      apply({ algorithm: 'square' }, range, other);
      apply({ algorithm: 'linear', alpha: -1 }, other);
      apply({ algorithm: 'exp' }, other);
      apply({ algorithm: 'linear', alpha: a5, beta: a4 }, t, to);
      for (const term of [a3, a2, a1, 0]) product(onednn, size, 1, term).run(to, t, to);
      product(onednn, size, -1, 1).run(to, other, to);
      signs(onednn, size).run(range, zero.data.range, other);
      product(onednn, size, 1, 0).run(to, other, to);
    }),
  );
  backend.disposeIntermediateTensorInfo(zero);
  return y;
}

/** x · y · scale + shift, element by element. Arguments: x, y, result. */
const product = (onednn: Onednn, size: number, scale: number, shift: number): Primitive =>
  onednn.primitives.get(`erf|product|${size}|${scale}|${shift}`, () =>
    binary(onednn, 'mul', size, size, { eltwise: 'linear', alpha: scale, beta: shift }),
  );

/** -1 where x is negative, else 1. Arguments: x, 0, result. */
const signs = (onednn: Onednn, size: number): Primitive =>
  onednn.primitives.get(`erf|signs|${size}`, () =>
    binary(onednn, 'less', size, 1, { eltwise: 'linear', alpha: -2, beta: 1 }),
  );

function binary(
  onednn: Onednn,
  algorithm: 'mul' | 'less',
  size: number,
  otherSize: number,
  after: PostOperation,
): Primitive {
  const [a, b] = [size, otherSize].map((length) => strided([length], Storage.f32));
  const descriptor = onednn.operations.binary({ algorithm, a, b, destination: a }, [after]);
  return new Primitive(onednn, descriptor, [
    ['source', a],
    ['source1', b],
    ['destination', a],
  ]);
}
