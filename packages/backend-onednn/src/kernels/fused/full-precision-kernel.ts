import { kernels } from '@gnp/ops';
import { reorder } from '../../engine/reorder.js';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import { strided } from '../../portable/array.js';
import { Storage } from '../../portable/storage.js';

/** The same data where it is stored as f32 already, else a copy that is. */
export const fullPrecisionKernel = fusedKernel(kernels.FullPrecision, ({ inputs, backend }) => {
  const source = backend.dataOf(inputs.x);
  const { size, storage } = source;
  if (storage === Storage.f32) return backend.alias(inputs.x);
  const y = backend.output(inputs.x.shape);
  const [from, to] = [storage, Storage.f32].map((type) => strided([size], type));
  reorder(backend.onednn, from, to).run({ source, destination: y.data });
  return y;
});
