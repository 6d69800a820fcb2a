import { backend } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { aroundKernels } from './around-kernels.js';
import type { KernelWrapper } from './around-kernels.js';
import { bytesOf } from './bytes-of.js';
import { operationCount } from './operation-count.js';
import type { KernelCall } from './operation-count.js';

/** What all calls of one kernel took. */
export interface KernelCost {
  readonly kernelName: string;
  readonly calls: number;
  /** Without the kernels that it called. */
  readonly milliseconds: number;
  /** Floating-point operations, for convolutions and matrix products only. */
  readonly operations: number | undefined;
  /** Size of all inputs and outputs. */
  readonly bytes: number;
}

/** Where the time of a piece of work went. */
export interface KernelProfile {
  /** From beginning to end. */
  readonly milliseconds: number;
  /** The most expensive first. What is missing to the total is JavaScript's: the tape, layers, memory. */
  readonly kernels: readonly KernelCost[];
  /**
   * Kernels that the backend left to the slower code of `cpu`, with their calls and their largest
   * tensor in elements; undefined where a backend has nothing to fall back on.
   */
  readonly fallbacks?: Readonly<Record<string, { calls: number; largestSize: number }>>;
}

/** What a backend may tell about itself, as `onednn` does. */
interface TellingBackend {
  readonly fallbacks?: {
    reset(): void;
    report(): NonNullable<KernelProfile['fallbacks']>;
  };
}

/**
 * Runs `work` and measures each kernel of the current backend. Right for backends that have done their
 * work when a kernel returns: `cpu`, `wasm`, `onednn`, and `tensorflow` on a processor.
 */
export function profileKernels(work: () => void): KernelProfile {
  const costs = new Map<string, KernelCost>();
  /** Time spent in the kernels called by each kernel that is running. */
  const inner: number[] = [];
  const measured: KernelWrapper = (kernelName, kernel) => (params) => {
    inner.push(0);
    const started = performance.now();
    const made = kernel(params);
    const elapsed = performance.now() - started;
    const own = elapsed - (inner.pop() ?? 0);
    if (inner.length > 0) inner[inner.length - 1] += elapsed;
    const call = { ...params, outputs: [made].flat() } as unknown as KernelCall;
    costs.set(kernelName, addCall(costs.get(kernelName), kernelName, own, call));
    return made;
  };
  const { fallbacks } = backend() as TellingBackend;
  fallbacks?.reset();
  const milliseconds = aroundKernels(measured, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  const kernels = [...costs.values()].sort((a, b) => b.milliseconds - a.milliseconds);
  return { milliseconds, kernels, fallbacks: fallbacks?.report() };
}

function addCall(
  sum: KernelCost | undefined,
  kernelName: string,
  milliseconds: number,
  call: KernelCall,
): KernelCost {
  const count = operationCount(kernelName, call);
  const tensors = [...Object.values(call.inputs), ...call.outputs].filter(isTensor);
  return {
    kernelName,
    calls: (sum?.calls ?? 0) + 1,
    milliseconds: (sum?.milliseconds ?? 0) + milliseconds,
    operations: count === undefined ? sum?.operations : (sum?.operations ?? 0) + count,
    bytes: tensors.reduce((total, tensor) => total + bytesOf(tensor), sum?.bytes ?? 0),
  };
}

/** Optional inputs may be missing, and those of a few kernels are lists. */
const isTensor = (value: TensorInfo | undefined) => value?.dataId !== undefined;
