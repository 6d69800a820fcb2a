import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { WebAssembly } from './web-assembly.js';

/** The function `run` of a module of `assemble`, on the memory of a wasm backend. */
export function onMemoryOf(
  backend: BackendWasm,
  code: Uint8Array,
): (...parameters: number[]) => void {
  const env = { memory: memoryOf(backend) };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env });
  return instance.exports.run as (...parameters: number[]) => void;
}

/** The memory that the backend's compiled code exports. */
function memoryOf(backend: BackendWasm): object {
  const { asm } = backend.wasm as unknown as { asm?: Record<string, unknown> };
  const memory = Object.values(asm ?? {}).find((item) => item instanceof WebAssembly.Memory);
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new Error(
      'The wasm backend exposes no memory that kernels can share; ' +
        "use '@tensorflow/tfjs-backend-wasm' 4.22.0.",
    );
  }
  return memory;
}
