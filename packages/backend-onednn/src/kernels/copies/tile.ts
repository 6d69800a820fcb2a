import { Tile } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { storageOf } from '../../portable/storage.js';
import { maximumRank, stridedCopy } from '../../primitives/strided-copy.js';

/** Repeats a tensor along its axes; broadcasting to a shape is done this way. */
export const tile = defineKernel<{ x: TensorInfo }, { reps: number[] }>(Tile, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  const { reps } = attrs;
  const repeated = reps.filter((count) => count !== 1).length;
  if (storageOf(x.dtype) === undefined || x.shape.length + repeated > maximumRank) {
    return fallBack(Tile, call);
  }
  const source = backend.dataOf(x);
  const { storage } = source;
  const shape = x.shape.map((size, axis) => size * reps[axis]);
  const y = backend.output(shape, x.dtype, storage);
  if (y.data.size === 0) return y;
  // An axis that is repeated is walked as (repetition, position); repeating does not move in the source.
  const [from, to] = [rowMajor(x.shape), rowMajor(shape)];
  const axes = x.shape.flatMap((size, axis) => [
    ...(reps[axis] === 1 ? [] : [{ size: reps[axis], from: 0, to: size * to[axis] }]),
    { size, from: from[axis], to: to[axis] },
  ]);
  stridedCopy(backend.onednn, {
    ...{ dims: axes.map(({ size }) => size), storage },
    from: { place: source, strides: axes.map((axis) => axis.from) },
    to: { place: y.data, strides: axes.map((axis) => axis.to) },
  });
  return y;
});
