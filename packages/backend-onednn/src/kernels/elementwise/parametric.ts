import { ClipByValue, LeakyRelu, Prelu, Step, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import { planBroadcast } from '../../portable/broadcast.js';
import { clip, applyToFloats, mapFloats, putNaNBack } from '../../primitives/element-function.js';
import { runOnFloats } from '../../primitives/run-binary.js';

/** 1 where x is positive, else `alpha`: the derivative of relu. */
export const step = defineKernel<{ x: TensorInfo }, { alpha: number }>(Step, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (x.dtype !== 'float32') return fallBack(Step, call);
  const { alpha } = attrs;
  const source = backend.dataOf(x);
  if (alpha === 0 && source.size >= worthwhileSize) {
    const y = backend.output(x.shape);
    const zero = backend.scalar(0);
    const places = { a: source, b: zero.data, out: y.data };
    runOnFloats(backend.onednn, 'greater', source.size, places, { repeatsB: true });
    backend.disposeIntermediateTensorInfo(zero);
    putNaNBack(backend, source, y.data);
    return y;
  }
  return mapFloats(backend, x, (v) => (Number.isNaN(v) ? NaN : v > 0 ? 1 : alpha));
});

export const clipByValue = defineKernel<
  { x: TensorInfo },
  { clipValueMin: number; clipValueMax: number }
>(ClipByValue, (call) => {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype !== 'float32') return fallBack(ClipByValue, call);
  return applyToFloats(backend, inputs.x, clip(attrs.clipValueMin, attrs.clipValueMax));
});

export const leakyRelu = defineKernel<{ x: TensorInfo }, { alpha: number }>(LeakyRelu, (call) => {
  const { inputs, attrs, backend } = call;
  if (inputs.x.dtype !== 'float32') return fallBack(LeakyRelu, call);
  const { alpha } = attrs;
  // the library's relu loses NaN where the slope is 0, and multiplies 0 by the slope
  const usable = Number.isFinite(alpha) && Math.fround(alpha) !== 0;
  return applyToFloats(backend, inputs.x, {
    f: (v) => (v < 0 ? alpha * v : v),
    ...(usable && { native: [{ algorithm: 'relu', alpha }] }),
    keepsStorage: true,
  });
});

/** x where it is not negative, else x · alpha. */
export const prelu = defineKernel<{ x: TensorInfo; alpha: TensorInfo }>(Prelu, (call) => {
  const { inputs, backend } = call;
  const { x, alpha } = inputs;
  const { shape } = planBroadcast(x.shape, alpha.shape);
  const floats = x.dtype === 'float32' && alpha.dtype === 'float32';
  if (!floats || !util.arraysEqual(shape, x.shape)) return fallBack(Prelu, call);
  const zero = backend.scalar(0);
  const negative = runKernel(backend, 'Less', { a: x, b: zero });
  const scaled = runKernel(backend, 'Multiply', { a: x, b: alpha });
  const y = runKernel(backend, 'Select', { condition: negative, t: scaled, e: x });
  for (const info of [zero, negative, scaled]) backend.disposeIntermediateTensorInfo(info);
  return y;
});
