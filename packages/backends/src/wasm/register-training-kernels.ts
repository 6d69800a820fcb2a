import {
  getKernel,
  getKernelsForBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { cast } from './kernels/cast.js';
import { clipByValue, relu, relu6 } from './kernels/clamp.js';
import { conv2D, fusedConv2D } from './kernels/conv2d.js';
import { conv2DBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './kernels/conv2d-backprop-input.js';
import { depthwiseBackpropFilter } from './kernels/depthwise-backprop-filter.js';
import { depthwiseBackpropInput } from './kernels/depthwise-backprop-input.js';
import { einsum } from './kernels/einsum.js';
import { arithmetic, globalCosine, globalNorm, shortened } from './kernels/vectors.js';
import { fusedBatchNorm } from './kernels/fused-batch-norm.js';
import { fusedDepthwiseConv2D } from './kernels/fused-depthwise-conv2d.js';
import { fusedMatMul } from './kernels/fused-mat-mul.js';
import { hostKernels } from './kernels/host-kernels.js';
import { identity } from './kernels/identity.js';
import { maxPool3DGrad, maxPoolGrad } from './kernels/max-pool-grad.js';
import { mean } from './kernels/mean.js';
import { avgPool, maxPool } from './kernels/pool2d.js';
import { oneHot } from './kernels/one-hot.js';
import { sum } from './kernels/sum.js';
import { tile } from './kernels/tile.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';
import { withMatchingTypes } from './matching-types.js';
import type { WasmKernel } from './wasm-kernel.js';

/** Kernels without which networks cannot be trained on the published wasm backend. */
const addedKernels: readonly WasmKernel[] = [
  arithmetic,
  conv2DBackpropFilter,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  einsum,
  globalCosine,
  globalNorm,
  shortened,
  unsortedSegmentSum,
];

/** Kernels that the published backend has, but slowly or wrong. */
const replacedKernels: readonly WasmKernel[] = [
  avgPool,
  batchMatMul,
  cast,
  clipByValue,
  conv2D,
  conv2DBackpropInput,
  fusedBatchNorm,
  fusedConv2D,
  fusedDepthwiseConv2D,
  fusedMatMul,
  ...hostKernels,
  identity,
  maxPool,
  maxPool3DGrad,
  maxPoolGrad,
  mean,
  oneHot,
  relu,
  relu6,
  sum,
  tile,
];

/** Wrong for batches or images that are not square, and used by gradients that are replaced, too. */
const withoutUse = ['ResizeBilinearGrad', 'ResizeNearestNeighborGrad'];

/** Options of {@link registerTrainingKernels}. */
export interface TrainingKernelOptions {
  /** `'missing'` leaves every published kernel in place; `'all'`, the default, replaces slow and wrong ones. */
  readonly only?: 'missing' | 'all';
}

const registered = new Map<string, KernelConfig>();

/**
 * Registers what the wasm backend needs to train networks, and to train them fast. It may be called
 * before or after the backend is initialised, and again without effect. Returns the names of the
 * kernels that are registered by it now, in alphabetical order.
 */
export function registerTrainingKernels({ only = 'all' }: TrainingKernelOptions = {}): string[] {
  const kernels = only === 'all' ? [...addedKernels, ...replacedKernels] : addedKernels;
  for (const { kernelName, bind } of kernels) {
    const present = getKernel(kernelName, 'wasm');
    if (present && present === registered.get(kernelName)) continue;
    const kernelFunc = bind(present?.kernelFunc);
    registered.set(
      kernelName,
      register({ ...present, kernelName, backendName: 'wasm', kernelFunc }),
    );
  }
  if (only === 'all') {
    for (const kernelName of withoutUse) unregister(kernelName);
    checkTypes();
  }
  return [...registered.keys()].sort();
}

/** Puts a kernel in the place of the one of its name; set-up that binds compiled code is kept. */
function register(config: KernelConfig): KernelConfig {
  unregister(config.kernelName);
  registerKernel(config);
  return config;
}

/** tfjs warns when a kernel is registered over another. */
function unregister(kernelName: string): void {
  if (getKernel(kernelName, 'wasm')) unregisterKernel(kernelName, 'wasm');
}

const checked = new Set<KernelConfig>();

/** Makes every kernel convert inputs that came from another backend under a wrong type. */
function checkTypes(): void {
  for (const present of getKernelsForBackend('wasm')) {
    if (checked.has(present)) continue;
    const config = { ...present, kernelFunc: withMatchingTypes(present.kernelFunc) };
    checked.add(register(config));
    if (registered.has(config.kernelName)) registered.set(config.kernelName, config);
  }
}
