import { MirrorPad, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import { rowMajor } from '../../portable/array.js';
import { copyPlane } from '../../primitives/copy-plane.js';
import { copyable, stridedCopy } from '../../primitives/strided-copy.js';

interface Attrs {
  readonly paddings: readonly [number, number][];
  readonly mode: 'reflect' | 'symmetric';
}

/** Pads by what lies inside, mirrored at the border; `symmetric` repeats the border itself. */
export const mirrorPad = defineKernel<{ x: TensorInfo }, Attrs>(MirrorPad, (call) => {
  const { inputs, attrs, backend } = call;
  const { x } = inputs;
  if (!copyable(x)) return fallBack(MirrorPad, call);
  util.assert(
    attrs.paddings.length === x.shape.length,
    () =>
      `[${x.shape}] needs as many pairs of paddings as it has axes, not ${attrs.paddings.length}.`,
  );
  const skipped = attrs.mode === 'reflect' ? 1 : 0;
  let current = backend.alias(x);
  attrs.paddings.forEach(([before, after], axis) => {
    if (before === 0 && after === 0) return;
    const next = padAxis(backend, current, axis, [before, after, skipped]);
    backend.disposeIntermediateTensorInfo(current);
    current = next;
  });
  return current;
});

function padAxis(
  backend: OnednnBackend,
  x: TensorInfo,
  axis: number,
  [before, after, skipped]: readonly [number, number, number],
): TensorInfo {
  const { onednn } = backend;
  const source = backend.dataOf(x);
  const { storage } = source;
  const size = x.shape[axis];
  util.assert(
    Math.max(before, after) <= size - skipped,
    () =>
      `An axis of ${size} elements has too few to mirror ${before} before and ${after} after it.`,
  );
  const y = backend.output(x.shape.with(axis, size + before + after), x.dtype, storage);
  const inner = rowMajor(x.shape)[axis];
  const outer = util.sizeFromShape(x.shape.slice(0, axis));
  stridedCopy(onednn, {
    ...{ dims: [outer, size * inner], storage },
    from: { place: source, strides: [size * inner, 1] },
    to: { place: y.data, offset: before * inner, strides: [y.shape[axis] * inner, 1] },
  });
  const copy = (at: number, target: number) =>
    copyPlane(onednn, storage, axis, {
      from: { place: source, shape: x.shape, at },
      to: { place: y.data, shape: y.shape, at: target },
    });
  for (let i = 0; i < before; i++) copy(i + skipped, before - 1 - i);
  for (let i = 0; i < after; i++) copy(size - 1 - skipped - i, before + size + i);
  return y;
}
