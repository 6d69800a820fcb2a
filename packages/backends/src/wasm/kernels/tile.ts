import { Tile, util } from '@tensorflow/tfjs-core';
import type { backend_util, TensorInfo, TileAttrs } from '@tensorflow/tfjs-core';
import { onHost } from '../../on-host.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Repeats a tensor along its axes, from the last axis to the first, each by copying the block that is
 * there already behind itself in doubling steps. The published kernel computes the index of every
 * element and takes a hundred times as long; batch normalization's gradient and `broadcastTo` need it.
 */
export const tile = replacedKernel<Tensors<'x'>, TileAttrs>(Tile, (args) => {
  const { inputs, attrs, backend } = args;
  const { x } = inputs;
  const { reps } = attrs;
  if (x.dtype === 'string') return onHost(Tile, args) as TensorInfo;
  const out = backend.makeOutput(
    x.shape.map((size, axis) => size * reps[axis]),
    x.dtype,
  );
  const values = backend.typedArrayFromHeap(out);
  if (values.length === 0) return out;
  // the blocks lie at the end of the memory, where widening one never overwrites an unread one
  values.set(backend.typedArrayFromHeap(x), values.length - util.sizeFromShape(x.shape));
  for (let axis = x.shape.length - 1; axis >= 0; axis--) {
    if (reps[axis] === 1) continue;
    const count = util.sizeFromShape(x.shape.slice(0, axis));
    const inner = out.shape.slice(axis + 1).reduce((size, n) => size * n, x.shape[axis]);
    widen(values, count, inner, reps[axis]);
  }
  return out;
});

/** Turns `count` blocks at the end of `values` into blocks `reps` times as long, in place. */
function widen(values: backend_util.TypedArray, count: number, block: number, reps: number) {
  const wide = block * reps;
  let from = values.length - count * block;
  let to = values.length - count * wide;
  for (let i = 0; i < count; i++, from += block, to += wide) {
    values.copyWithin(to, from, from + block);
    for (let filled = block; filled < wide; filled *= 2) {
      values.copyWithin(to + filled, to, to + Math.min(filled, wide - filled));
    }
  }
}
