import { backend, engine } from '@tensorflow/tfjs-core';

/** Backends whose tensors lie in the memory of the processor that runs the program. */
const inHostMemory = new Set(['cpu', 'wasm', 'onednn', 'tensorflow']);

/**
 * Whether the current backend gives numbers at once, so that looking at one costs nothing. On others a
 * read stalls the device, or cannot be done synchronously at all (`webgpu` in Node).
 */
export function readsAreFree(): boolean {
  backend(); // chooses one where none is chosen yet
  return inHostMemory.has(engine().backendName);
}
