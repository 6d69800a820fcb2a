import { createRequire } from 'node:module';
import { findBackend, findBackendFactory } from '@tensorflow/tfjs-core';
import type { BackendCandidate } from '../backend-candidate.js';
import { installedPackage, packageIn } from '../installed-package.js';
import { refuseGrain, refusePrecision } from '../refuse.js';
import { changeKernels } from '../tensorflow/change-kernels.js';
import { explainLoadError } from '../tensorflow/explain-load-error.js';
import { restoreNodeUtil } from '../tensorflow/restore-node-util.js';

/** The one that can use a GPU first. */
const packageNames = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** What is used of tfjs-node's backend (its `nodejs_kernel_backend.d.ts`). */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** Names the folder of a package that was built elsewhere. */
const chosen = () => process.env.GNP_TFJS_NODE;

/** The package that was chosen; else the installed one. */
function found(): { name: string; folder: string; version: string } | undefined {
  const folder = chosen();
  if (folder) return packageIn(folder);
  for (const name of packageNames) {
    const installed = installedPackage(name);
    if (installed) return { ...installed, name };
  }
  return undefined;
}

/** The TensorFlow library through tfjs-node or tfjs-node-gpu, where its user has installed one. */
export const tensorflow: BackendCandidate = {
  name: 'tensorflow',
  description: 'the TensorFlow library, through tfjs-node or tfjs-node-gpu',
  automatic: true,
  get optional() {
    return !chosen();
  },
  usesGpu: () => found()?.name.endsWith('-gpu') ?? false,
  find() {
    const installed = found();
    if (installed) return { available: true, version: installed.version };
    const reason = chosen()
      ? `GNP_TFJS_NODE is ${chosen()}, which is not the folder of a package.`
      : `Neither ${packageNames.join(' nor ')} is installed.`;
    return { available: false, reason, install: `npm install ${packageNames[1]}@4.22.0` };
  },
  prepare({ threads }) {
    const installed = found();
    if (!installed) throw new Error(`${packageNames[1]} is not installed.`);
    const { name, folder } = installed;
    if (threads !== undefined) limitThreads(threads);
    leaveOutOnednn();
    // without the messages that TensorFlow prints when it starts; warnings and errors stay
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
    restoreNodeUtil();
    try {
      createRequire(`${folder}/package.json`)(folder);
    } catch (error) {
      throw new Error(explainLoadError(name, error), { cause: error });
    }
    if (!findBackendFactory('tensorflow')) {
      throw new Error(
        `${name} registered its backend with another copy of @tensorflow/tfjs-core than this ` +
          'program uses; install the same version of both (4.22.0), once.',
      );
    }
    changeKernels();
    return Promise.resolve([`Loaded from ${name}.`]);
  },
  configure({ grain = 'medium', precision = 'f32' }) {
    refuseGrain('tensorflow', grain);
    refusePrecision('tensorflow', precision);
    const { isUsingGpuDevice, binding } = findBackend('tensorflow') as unknown as NodeBackend;
    return [`TensorFlow ${binding.TF_Version} on the ${isUsingGpuDevice ? 'GPU' : 'CPU'}.`];
  },
};

/**
 * TensorFlow's kernels of its built-in oneDNN write beyond their memory in gradients of convolutions (2.21,
 * AVX-512, two threads): wrong gradients, or a crash. Those of Eigen take their place.
 *
 * @throws Error if they are asked for
 */
function leaveOutOnednn(): void {
  const { TF_ENABLE_ONEDNN_OPTS: given = '0' } = process.env;
  if (given !== '0') {
    throw new Error(
      `TF_ENABLE_ONEDNN_OPTS is ${given}; expected 0 or nothing, as TensorFlow's oneDNN kernels give wrong ` +
        "gradients of convolutions. For oneDNN without TensorFlow, use the backend 'onednn'.",
    );
  }
  process.env.TF_ENABLE_ONEDNN_OPTS = '0';
}

/**
 * The library reads these when it is loaded, and never again.
 *
 * @throws Error if it is loaded, with another number of threads
 */
function limitThreads(threads: number): void {
  const given = String(threads);
  if (findBackendFactory('tensorflow') && process.env.TF_NUM_INTRAOP_THREADS !== given) {
    throw new Error(
      `TensorFlow is loaded already, with ${process.env.TF_NUM_INTRAOP_THREADS ?? 'all'} threads, and ` +
        `cannot change to ${given}; ask for them where the program first uses it.`,
    );
  }
  process.env.TF_NUM_INTRAOP_THREADS = given;
  process.env.TF_NUM_INTEROP_THREADS = '1';
  process.env.OMP_NUM_THREADS = given;
}
