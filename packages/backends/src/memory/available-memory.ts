import { backend, engine, memory } from '@tensorflow/tfjs-core';
import { freeMemory } from '@gnp/backend-onednn';
import type { OnednnBackend } from '@gnp/backend-onednn';
import { tensorflow } from '../candidates/tensorflow.js';

/** What the memory of WebAssembly can grow to. */
const wasmBytes = 4 * 2 ** 30;

/**
 * How many bytes tensors could take on the current backend besides what they hold; undefined where it is not known, as
 * on a GPU.
 */
export function availableMemory(): number | undefined {
  const { backendName } = engine();
  switch (backendName) {
    case 'onednn':
      return (backend() as OnednnBackend).availableBytes;
    case 'wasm':
      return Math.min(freeMemory(), wasmBytes - memory().numBytes);
    case 'cpu':
      return freeMemory();
    case 'tensorflow':
      return tensorflow.usesGpu?.() ? undefined : freeMemory();
    default:
      return undefined;
  }
}
