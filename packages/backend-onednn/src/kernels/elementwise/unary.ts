import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { applyToFloats, clip } from '../../primitives/element-function.js';
import type { ElementFunction } from '../../primitives/element-function.js';
import type { EltwiseOperation } from '../../primitives/eltwise.js';

interface UnaryKernel extends ElementFunction {
  readonly kernelName: string;
}

/**
 * oneDNN's own relu turns NaN into 0, which would hide a run that has gone wrong; elu with α = 0 is
 * the same function and keeps it.
 */
export const relu: EltwiseOperation = { algorithm: 'elu', alpha: 0 };

const inverse: EltwiseOperation = { algorithm: 'power', alpha: 1, beta: -1 };

const { SELU_SCALE: scale, SELU_SCALEALPHA: scaledAlpha } = tf.backend_util;

const table: readonly UnaryKernel[] = [
  { kernelName: tf.Relu, f: (x) => Math.max(0, x), native: [relu], keepsStorage: true },
  { kernelName: tf.Relu6, ...clip(0, 6) },
  { kernelName: tf.Abs, f: (x) => Math.abs(x), native: [{ algorithm: 'abs' }], keepsStorage: true },
  { kernelName: tf.Square, f: (x) => x * x, native: [{ algorithm: 'square' }] },
  {
    kernelName: tf.Neg,
    f: (x) => -x,
    native: [{ algorithm: 'linear', alpha: -1 }],
    keepsStorage: true,
  },
  { kernelName: tf.Sqrt, f: (x) => Math.sqrt(x), native: [{ algorithm: 'sqrt' }] },
  {
    kernelName: tf.Rsqrt,
    f: (x) => 1 / Math.sqrt(x),
    native: [{ algorithm: 'sqrt' }, inverse],
  },
  { kernelName: tf.Reciprocal, f: (x) => 1 / x, native: [inverse] },
  { kernelName: tf.Exp, f: (x) => Math.exp(x), native: [{ algorithm: 'exp' }], losesNaN: true },
  { kernelName: tf.Expm1, f: (x) => Math.expm1(x) },
  { kernelName: tf.Log, f: (x) => Math.log(x), native: [{ algorithm: 'log' }] },
  { kernelName: tf.Log1p, f: (x) => Math.log1p(x) },
  {
    kernelName: tf.Tanh,
    f: (x) => Math.tanh(x),
    native: [{ algorithm: 'tanh' }],
    keepsStorage: true,
  },
  {
    kernelName: tf.Sigmoid,
    f: (x) => 1 / (1 + Math.exp(-x)),
    native: [{ algorithm: 'logistic' }],
    keepsStorage: true,
  },
  {
    kernelName: tf.Elu,
    f: (x) => (x >= 0 ? x : Math.exp(x) - 1),
    native: [{ algorithm: 'elu', alpha: 1 }],
    keepsStorage: true,
  },
  {
    kernelName: tf.Selu,
    f: (x) => (x >= 0 ? scale * x : scaledAlpha * (Math.exp(x) - 1)),
    native: [
      { algorithm: 'elu', alpha: scaledAlpha / scale },
      { algorithm: 'linear', alpha: scale },
    ],
    keepsStorage: true,
  },
  {
    kernelName: tf.Softplus,
    f: (x) => (x > 0 ? x : 0) + Math.log1p(Math.exp(-Math.abs(x))),
    native: [{ algorithm: 'softplus', alpha: 1 }],
    keepsStorage: true,
  },
  { kernelName: tf.Round, f: roundToEven, native: [{ algorithm: 'round' }] },
  { kernelName: tf.Sin, f: (x) => Math.sin(x) },
  { kernelName: tf.Cos, f: (x) => Math.cos(x) },
];

/** The nearest whole number; of two equally near the even one. */
function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : Math.ceil(x);
}

/** Functions of one float tensor. */
export const unaryKernels: readonly OnednnKernel[] = table.map(
  ({ kernelName, ...elementFunction }) =>
    defineKernel<{ x: TensorInfo }>(kernelName, (call) => {
      const { inputs, backend } = call;
      if (inputs.x.dtype !== 'float32') return fallBack(kernelName, call);
      return applyToFloats(backend, inputs.x, elementFunction);
    }),
);
