import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { Storage } from '../../engine/storage.js';
import { fallBack } from '../fall-back.js';
import { mayHaveNaN } from '../reduction/may-have-nan.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import type { OnednnKernel } from '../kernel.js';
import type { Numbers } from './binary-loop.js';
import type { EltwiseOperation } from './eltwise.js';
import { eltwise } from './eltwise.js';

type UnaryFunction = (x: number) => number;

interface UnaryKernel {
  readonly kernelName: string;
  readonly f: UnaryFunction;
  /** The library's function, where it agrees with `f` on NaN and infinities. */
  readonly native?: EltwiseOperation;
  /** Set where the library's function loses NaN, which is put back. */
  readonly losesNaN?: boolean;
  /** Set where bf16 in gives bf16 out: activations, whose results are no larger than need be exact. */
  readonly keepsStorage?: boolean;
}

/**
 * oneDNN's own relu turns NaN into 0, which would hide a run that has gone wrong; elu with α = 0 is
 * the same function and keeps it.
 */
export const relu: EltwiseOperation = { algorithm: 'elu', alpha: 0 };

const table: readonly UnaryKernel[] = [
  { kernelName: tf.Relu, f: (x) => Math.max(0, x), native: relu, keepsStorage: true },
  { kernelName: tf.Relu6, f: (x) => Math.min(Math.max(0, x), 6) },
  { kernelName: tf.Abs, f: (x) => Math.abs(x), native: { algorithm: 'abs' }, keepsStorage: true },
  { kernelName: tf.Square, f: (x) => x * x, native: { algorithm: 'square' } },
  {
    kernelName: tf.Neg,
    f: (x) => -x,
    native: { algorithm: 'linear', alpha: -1 },
    keepsStorage: true,
  },
  { kernelName: tf.Sqrt, f: (x) => Math.sqrt(x), native: { algorithm: 'sqrt' } },
  { kernelName: tf.Rsqrt, f: (x) => 1 / Math.sqrt(x) },
  { kernelName: tf.Reciprocal, f: (x) => 1 / x },
  { kernelName: tf.Exp, f: (x) => Math.exp(x), native: { algorithm: 'exp' }, losesNaN: true },
  { kernelName: tf.Expm1, f: (x) => Math.expm1(x) },
  { kernelName: tf.Log, f: (x) => Math.log(x), native: { algorithm: 'log' } },
  { kernelName: tf.Log1p, f: (x) => Math.log1p(x) },
  {
    kernelName: tf.Tanh,
    f: (x) => Math.tanh(x),
    native: { algorithm: 'tanh' },
    keepsStorage: true,
  },
  {
    kernelName: tf.Sigmoid,
    f: (x) => 1 / (1 + Math.exp(-x)),
    native: { algorithm: 'logistic' },
    keepsStorage: true,
  },
  {
    kernelName: tf.Elu,
    f: (x) => (x >= 0 ? x : Math.exp(x) - 1),
    native: { algorithm: 'elu', alpha: 1 },
    keepsStorage: true,
  },
  { kernelName: tf.Sin, f: (x) => Math.sin(x) },
  { kernelName: tf.Cos, f: (x) => Math.cos(x) },
  { kernelName: tf.Floor, f: (x) => Math.floor(x) },
  { kernelName: tf.Ceil, f: (x) => Math.ceil(x) },
];

/** Functions of one float tensor. */
export const unaryKernels: readonly OnednnKernel[] = table.map(
  ({ kernelName, f, native, losesNaN, keepsStorage }) =>
    defineKernel<{ x: TensorInfo }>(kernelName, (call) => {
      const { inputs, backend } = call;
      const { x } = inputs;
      if (x.dtype !== 'float32') return fallBack(kernelName, call);
      const size = backend.dataOf(x).size;
      if (!native || size < worthwhileSize) return mapFloats(backend, x, f);
      const source = backend.dataOf(x);
      const storage = keepsStorage ? source.storage : Storage.f32;
      const y = backend.output(x.shape, 'float32', storage);
      const primitive = eltwise(backend.onednn, size, native, storage);
      primitive.run(source.addressAs(storage), y.data.addressAs(storage));
      if (losesNaN && mayHaveNaN(backend.onednn, source)) copyNaN(source.numbers, y.data.numbers);
      return y;
    }),
);

/** f of each element, in JavaScript. */
export function mapFloats(backend: OnednnBackend, x: TensorInfo, f: UnaryFunction): TensorInfo {
  const y = backend.output(x.shape);
  const [from, to] = [backend.dataOf(x).numbers, y.data.numbers];
  for (let i = 0; i < to.length; i++) to[i] = f(from[i]);
  return y;
}

function copyNaN(from: Numbers, to: Numbers): void {
  for (let i = 0; i < from.length; i++) if (Number.isNaN(from[i])) to[i] = NaN;
}
