import { backend, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** What a backend may tell about its tensors, as `onednn` does. */
interface StoringBackend {
  /** How many bytes a tensor takes; four for each float by default. */
  storedBytes?(tensor: TensorInfo): number;
}

/** How many bytes a tensor takes on the current backend; strings count as none. */
export function bytesOf(tensor: TensorInfo): number {
  const stored = (backend() as StoringBackend).storedBytes?.(tensor);
  if (stored !== undefined) return stored;
  const { shape, dtype } = tensor;
  return dtype === 'string' ? 0 : util.sizeFromShape(shape) * util.bytesPerElement(dtype);
}
