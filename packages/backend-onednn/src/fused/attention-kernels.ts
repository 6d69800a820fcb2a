import { kernels } from '@gnp/ops';
import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { storageBytes } from '../engine/storage.js';
import type { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import type { MemoryRange } from '../memory/memory-range.js';
import { softmaxGradientPrimitive, softmaxPrimitive } from '../kernels/softmax-primitives.js';
import { attentionProducts } from './attention-products.js';
import { maskPrimitive } from './dropout-kernels.js';
import { fusedKernel } from './fused-kernel.js';

/** Multi-head attention, all heads in each product: y and the probabilities; and the gradients. */
export const attentionKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.Attention, ({ inputs, attrs, backend }) => {
    const { q, k, v, mask } = inputs;
    const { heads, maskScale } = attrs;
    const [batch, length] = q.shape;
    const { onednn } = backend;
    const { storage } = backend.dataOf(q);
    const products = attentionProducts(onednn, q.shape, heads, storage);
    const probabilities = backend.output([batch, heads, length, length], 'float32', storage);
    const y = backend.output(q.shape, 'float32', storage);
    const at = rangesOf(backend, storage);
    const [p, result] = [probabilities, y].map(({ data }) => data.rangeAs(storage));
    products.scores.run(at(q), at(k), p);
    softmaxPrimitive(onednn, batch * heads * length, length, storage).run(p, p);
    withMasked(backend, { range: p, storage, mask, maskScale }, (kept) =>
      products.values.run(kept, at(v), result),
    );
    return [y, probabilities];
  }),
  fusedKernel(kernels.AttentionGrad, ({ inputs, attrs, backend }) => {
    const { dy, q, k, v, mask, probabilities } = inputs;
    const { heads, maskScale } = attrs;
    const { onednn } = backend;
    const { storage, size } = backend.dataOf(probabilities);
    const products = attentionProducts(onednn, q.shape, heads, storage);
    const gradients = [q, k, v].map(({ shape }) => backend.output(shape, 'float32', storage));
    const [dq, dk, dv] = gradients.map(({ data }) => data.rangeAs(storage));
    const at = rangesOf(backend, storage);
    const p = at(probabilities);
    withMasked(backend, { range: p, storage, mask, maskScale }, (kept) =>
      products.toValues.run(kept, at(dy), dv),
    );
    onednn.pool.lend(size * storageBytes[storage], (ds) => {
      products.toProbabilities.run(at(dy), at(v), ds);
      if (util.sizeFromShape(mask.shape) > 0) {
        maskPrimitive(onednn, size, maskScale, storage).run(ds, backend.dataOf(mask).range, ds);
      }
      const length = q.shape[1];
      softmaxGradientPrimitive(onednn, size / length, length, storage).run(p, ds, ds);
      products.toQueries.run(ds, at(k), dq);
      products.toKeys.run(ds, at(q), dk);
    });
    return gradients;
  }),
];

const rangesOf = (backend: OnednnBackend, storage: Storage) => (tensor: TensorInfo) =>
  backend.dataOf(tensor).rangeAs(storage);

interface Masked {
  readonly range: MemoryRange;
  readonly storage: Storage;
  readonly mask: TensorInfo;
  readonly maskScale: number;
}

/** Hands on the probabilities that dropout keeps; they are not held for the gradient. */
function withMasked(
  backend: OnednnBackend,
  { range, storage, mask, maskScale }: Masked,
  use: (range: MemoryRange) => void,
): void {
  const { onednn } = backend;
  const { size, range: maskRange } = backend.dataOf(mask);
  if (size === 0) return use(range);
  onednn.pool.lend(size * storageBytes[storage], (kept) => {
    maskPrimitive(onednn, size, maskScale, storage).run(range, maskRange, kept);
    use(kept);
  });
}
