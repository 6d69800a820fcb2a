import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendCandidate } from '../backend-candidate.js';
import { refuse } from '../refuse.js';
import { installedPackage } from '../installed-package.js';
import { registerTrainingKernels } from '../wasm/register-training-kernels.js';

const packageName = '@tensorflow/tfjs-backend-wasm';

/** WebAssembly with SIMD, on one thread: what every machine with Node has. */
export const wasm: BackendCandidate = {
  name: 'wasm',
  description: 'WebAssembly with SIMD on the CPU, one thread, with kernels for training',
  automatic: true,
  find() {
    const found = installedPackage(packageName);
    const install = `npm install ${packageName}@4.22.0`;
    if (!found) return { available: false, reason: `${packageName} is not installed.`, install };
    const { version } = found;
    const file = join(found.folder, 'dist', 'tfjs-backend-wasm-simd.wasm');
    if (!existsSync(file)) {
      return { available: false, version, reason: `${file} is missing.`, install };
    }
    return { available: true, version };
  },
  prepare({ kernels = 'all' }) {
    const found = installedPackage(packageName);
    if (found) setWasmPaths(`${join(found.folder, 'dist')}/`);
    const registered = registerTrainingKernels({ only: kernels });
    return Promise.resolve([
      'One thread: the WebAssembly backend has no threads in Node.',
      `Kernels by @gnp/backends: ${registered.join(', ')}.`,
    ]);
  },
  configure: (options) => refuse('wasm', options),
};
