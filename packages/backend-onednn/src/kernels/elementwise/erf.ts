import { backend_util, Erf } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';
import { mapFloats } from './element-function.js';

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
  if (inputs.x.dtype !== 'float32') return fallBack(Erf, call);
  return mapFloats(backend, inputs.x, errorFunction);
});
