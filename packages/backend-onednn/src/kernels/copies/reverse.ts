import { Reverse, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { copyPlane } from '../../primitives/copy-plane.js';
import { copyable } from '../../primitives/strided-copy.js';

/** A reversed copy: plane by plane, or element by element where the planes are thin. */
export const reverse = defineKernel<{ x: TensorInfo }, { dims: number | number[] }>(
  Reverse,
  (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    const axes = util.parseAxisParam(attrs.dims, x.shape);
    if (!copyable(x)) return fallBack(Reverse, call);
    let current = backend.alias(x);
    for (const axis of axes) {
      const next = reverseAxis(backend, current, axis);
      backend.disposeIntermediateTensorInfo(current);
      current = next;
    }
    return current;
  },
);

/** Fewer elements than this in a plane are not worth a call. */
const thin = 128;

function reverseAxis(backend: OnednnBackend, x: TensorInfo, axis: number): TensorInfo {
  const source = backend.dataOf(x);
  const { storage, size } = source;
  const count = x.shape[axis];
  const inner = rowMajor(x.shape)[axis];
  const y = backend.output(x.shape, x.dtype, size / count < thin ? undefined : storage);
  if (size / count < thin) {
    const [from, to] = [source.numbers, y.data.numbers];
    const row = count * inner;
    for (let start = 0; start < size; start += row) {
      for (let i = 0; i < count; i++) {
        const [p, q] = [start + i * inner, start + (count - 1 - i) * inner];
        for (let k = 0; k < inner; k++) to[q + k] = from[p + k];
      }
    }
    return y;
  }
  for (let i = 0; i < count; i++) {
    copyPlane(backend.onednn, storage, axis, {
      from: { place: source, shape: x.shape, at: i },
      to: { place: y.data, shape: x.shape, at: count - 1 - i },
    });
  }
  return y;
}
