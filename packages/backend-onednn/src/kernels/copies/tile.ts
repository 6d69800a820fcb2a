import { Tile } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { rowMajor } from '../../engine/descriptor.js';
import { storageOf } from '../../memory/storage-of.js';
import { loopBinary } from '../elementwise/binary-loop.js';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';

/** Repeats a tensor along its axes; broadcasting to a shape is done this way. */
export const tile = defineKernel<{ x: TensorInfo }, { reps: number[] }>(Tile, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (storageOf(x.dtype) === undefined || x.shape.length === 0) return fallBack(Tile, call);
  const y = backend.output(
    x.shape.map((size, axis) => size * attrs.reps[axis]),
    x.dtype,
  );
  if (y.data.size === 0) return y;
  // Each axis is read as (repetition, position); repeating does not move.
  const strides = rowMajor(x.shape).flatMap((stride) => [0, stride]);
  const dims = x.shape.flatMap((size, axis) => [attrs.reps[axis], size]);
  const from = backend.dataOf(x).numbers;
  const walk = { shape: y.shape, dims, aStrides: strides, bStrides: strides };
  loopBinary(walk, from, from, y.data.numbers, (value) => value);
  return y;
});
