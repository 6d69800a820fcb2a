import { Identity } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * The same tensor under a second name, sharing its memory as `reshape` does; tensors are immutable.
 * The published kernel copies, and the engine clones every tensor that enters a gradient.
 */
export const identity = replacedKernel<Tensors<'x'>, NamedAttrMap>(
  Identity,
  ({ inputs, backend }) => {
    backend.incRef(inputs.x.dataId);
    return { dataId: inputs.x.dataId, shape: inputs.x.shape, dtype: inputs.x.dtype };
  },
);
