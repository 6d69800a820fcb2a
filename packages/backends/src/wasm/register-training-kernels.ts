import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { cast } from './kernels/cast.js';
import { conv2DBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './kernels/conv2d-backprop-input.js';
import { depthwiseBackpropFilter } from './kernels/depthwise-backprop-filter.js';
import { depthwiseBackpropInput } from './kernels/depthwise-backprop-input.js';
import { einsum } from './kernels/einsum.js';
import { arithmetic, globalCosine, globalNorm, shortened } from './kernels/vectors.js';
import { fusedBatchNorm } from './kernels/fused-batch-norm.js';
import { identity } from './kernels/identity.js';
import { mean } from './kernels/mean.js';
import { oneHot } from './kernels/one-hot.js';
import { sum } from './kernels/sum.js';
import { tile } from './kernels/tile.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';
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

/** Kernels that the published backend has, but slowly. */
const replacedKernels: readonly WasmKernel[] = [
  batchMatMul,
  cast,
  conv2DBackpropInput,
  fusedBatchNorm,
  identity,
  mean,
  oneHot,
  sum,
  tile,
];

/** Options of {@link registerTrainingKernels}. */
export interface TrainingKernelOptions {
  /** `'missing'` leaves every published kernel in place; `'all'`, the default, replaces slow ones. */
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
    const config: KernelConfig = {
      // the published kernel's set-up binds it to the compiled code, which ours may call
      ...present,
      kernelName,
      backendName: 'wasm',
      kernelFunc: bind(present?.kernelFunc),
    };
    // tfjs warns when a kernel is registered over another
    if (present) unregisterKernel(kernelName, 'wasm');
    registerKernel(config);
    registered.set(kernelName, config);
  }
  return [...registered.keys()].sort();
}
