import { ClipByValue, LeakyRelu, Prelu, Step } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../fall-back.js';
import { defineKernel, worthwhileSize } from '../kernel.js';
import { loopBinary } from './binary-loop.js';
import { runBinary } from './binary-native.js';
import { planBroadcast } from './broadcast.js';
import { mapFloats } from './unary.js';

/** 1 where x is positive, else `alpha`: the derivative of relu. In large tensors NaN is positive. */
export const step = defineKernel<{ x: TensorInfo }, { alpha: number }>(Step, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (x.dtype !== 'float32') return fallBack(Step, call);
  const { alpha } = attrs;
  const { size, address } = backend.dataOf(x);
  if (alpha === 0 && size >= worthwhileSize) {
    const y = backend.output(x.shape);
    const zero = backend.output([]);
    zero.data.numbers[0] = 0;
    const plan = planBroadcast([size], []);
    const done = runBinary(backend.onednn, 'greater', plan, [
      address,
      zero.data.address,
      y.data.address,
    ]);
    backend.disposeIntermediateTensorInfo(zero);
    if (done) return y;
    backend.disposeIntermediateTensorInfo(y);
  }
  return mapFloats(backend, x, (v) => (Number.isNaN(v) ? NaN : v > 0 ? 1 : alpha));
});

export const clipByValue = defineKernel<
  { x: TensorInfo },
  { clipValueMin: number; clipValueMax: number }
>(ClipByValue, (call) => {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype !== 'float32') return fallBack(ClipByValue, call);
  const { clipValueMin: low, clipValueMax: high } = attrs;
  return mapFloats(backend, inputs.x, (v) => (v > high ? high : v < low ? low : v));
});

export const leakyRelu = defineKernel<{ x: TensorInfo }, { alpha: number }>(LeakyRelu, (call) => {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype !== 'float32') return fallBack(LeakyRelu, call);
  return mapFloats(backend, inputs.x, (v) => (v < 0 ? attrs.alpha * v : v));
});

export const prelu = defineKernel<{ x: TensorInfo; alpha: TensorInfo }>(Prelu, (call) => {
  const { inputs, backend } = call;
  const { x, alpha } = inputs;
  if (x.dtype !== 'float32' || alpha.dtype !== 'float32') return fallBack(Prelu, call);
  const plan = planBroadcast(x.shape, alpha.shape);
  const y = backend.output(plan.shape);
  const operands = [x, alpha].map((t) => backend.dataOf(t).numbers);
  loopBinary(plan, operands[0], operands[1], y.data.numbers, (v, a) => (v < 0 ? a * v : v));
  return y;
});
