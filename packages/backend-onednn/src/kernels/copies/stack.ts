import { Pack, Unpack, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel } from '../../kernel-support/kernel.js';
import { split } from './slice.js';

/** Tensors along a new axis: a concatenation. */
export const pack = defineKernel<TensorInfo[], { axis: number }>(Pack, (call) => {
  const { inputs, attrs, backend } = call;
  const parts = Object.values(inputs);
  const [{ shape, dtype }] = parts;
  if (dtype === 'complex64' || dtype === 'string') return fallBack(Pack, call);
  for (const part of parts) {
    util.assertShapesMatch(
      shape,
      part.shape,
      'All tensors passed to stack must have matching shapes',
    );
    util.assert(
      part.dtype === dtype,
      () => `Tensors of one dtype are stacked, not of ${dtype} and ${part.dtype}.`,
    );
  }
  const [axis] = util.parseAxisParam(attrs.axis, [...shape, 1]);
  const wide = shape.toSpliced(axis, 0, 1);
  return runKernel(
    backend,
    'Concat',
    parts.map((part) => ({ ...part, shape: wide })),
    { axis },
  );
});

/** The slices of a tensor along an axis, which goes away: a split. */
export const unpack = defineKernel<{ value: TensorInfo }, { axis: number }>(Unpack, (call) => {
  const { inputs, attrs, backend } = call;
  const { value } = inputs;
  const [axis] = util.parseAxisParam(attrs.axis, value.shape);
  const count = value.shape[axis];
  if (value.dtype === 'complex64' || value.dtype === 'string' || count === 0) {
    return fallBack(Unpack, call);
  }
  const parts = split.kernelFunc({
    inputs: { x: value },
    backend,
    attrs: { numOrSizeSplits: count, axis },
  }) as TensorInfo[];
  const shape = value.shape.toSpliced(axis, 1);
  return parts.map(({ dataId, dtype }) => ({ dataId, dtype, shape }));
});
