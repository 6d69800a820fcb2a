import { kernels } from '@gnp/ops';
import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import type { TensorData } from '../../memory/tensor-data.js';
import { storageBytes } from '../../portable/storage.js';
import { attentionProducts } from '../../primitives/attention-products.js';
import { maskPrimitive } from '../../primitives/mask.js';
import { softmaxGradientPrimitive, softmaxPrimitive } from '../../primitives/softmax.js';

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
    const [atQ, atK, atV] = [q, k, v].map((x) => backend.dataOf(x));
    const p = probabilities.data;
    products.scores.run({ source: atQ, weights: atK, destination: p });
    const rows = batch * heads * length;
    softmaxPrimitive(onednn, rows, length, storage).run({ source: p, destination: p });
    withMasked(backend, { probabilities: p, mask, maskScale }, (kept) =>
      products.values.run({ source: kept, weights: atV, destination: y.data }),
    );
    return [y, probabilities];
  }),
  fusedKernel(kernels.AttentionGrad, ({ inputs, attrs, backend }) => {
    const { dy, q, k, v, mask, probabilities } = inputs;
    const { heads, maskScale } = attrs;
    const { onednn } = backend;
    const p = backend.dataOf(probabilities);
    const { storage, size } = p;
    const products = attentionProducts(onednn, q.shape, heads, storage);
    const gradients = [q, k, v].map(({ shape }) => backend.output(shape, 'float32', storage));
    const [dq, dk, dv] = gradients.map(({ data }) => data);
    const [atDy, atQ, atK, atV] = [dy, q, k, v].map((x) => backend.dataOf(x));
    withMasked(backend, { probabilities: p, mask, maskScale }, (kept) =>
      products.toValues.run({ source: kept, weights: atDy, destination: dv }),
    );
    onednn.pool.lend(size * storageBytes[storage], (ds) => {
      products.toProbabilities.run({ source: atDy, weights: atV, destination: ds });
      if (util.sizeFromShape(mask.shape) > 0) {
        const masking = maskPrimitive(onednn, size, maskScale, storage);
        masking.run({ source: ds, source1: backend.dataOf(mask), destination: ds });
      }
      const length = q.shape[1];
      const toScores = softmaxGradientPrimitive(onednn, size / length, length, storage);
      toScores.run({ destination: p, diffDestination: ds, diffSource: ds });
      products.toQueries.run({ source: ds, weights: atK, destination: dq });
      products.toKeys.run({ source: ds, weights: atQ, destination: dk });
    });
    return gradients;
  }),
];

interface Masked {
  readonly probabilities: TensorData;
  readonly mask: TensorInfo;
  readonly maskScale: number;
}

/** Hands on the probabilities that dropout keeps; they are not held for the gradient. */
function withMasked(
  backend: OnednnBackend,
  { probabilities: source, mask, maskScale }: Masked,
  use: (kept: TensorData | MemoryRange) => void,
): void {
  const { onednn } = backend;
  const source1 = backend.dataOf(mask);
  if (source1.size === 0) return use(source);
  const { size, storage } = source;
  onednn.pool.lend(size * storageBytes[storage], (kept) => {
    const masking = maskPrimitive(onednn, size, maskScale, storage);
    masking.run({ source, source1, destination: kept });
    use(kept);
  });
}
