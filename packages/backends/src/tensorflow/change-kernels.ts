import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { borderedConvolutions } from './bordered-convolutions.js';
import { changedKernel } from './changed-kernel.js';
import type { ChangedKernel } from './changed-kernel.js';
import { hostKernels } from './host-kernels.js';
import { withMatchingTypes } from './matching-types.js';
import { maxPool3DGrad, maxPoolGrad } from './max-pool-gradients.js';

/** tfjs-node takes one axis, and not a list of one as the other backends do. */
const argKernel = (kernelName: string) =>
  changedKernel(kernelName, ({ attrs }, stock) =>
    stock({ ...attrs, axis: Array.isArray(attrs.axis) ? attrs.axis[0] : attrs.axis }),
  );

const kernels: readonly ChangedKernel[] = [
  argKernel(tf.ArgMax),
  argKernel(tf.ArgMin),
  ...borderedConvolutions,
  ...hostKernels,
  maxPool3DGrad,
  maxPoolGrad,
];

const registered = new Set<KernelConfig>();

/**
 * Puts in place what tfjs-node lacks, refuses or computes wrong, and lets every kernel take tensors of
 * other backends. Again without effect.
 */
export function changeKernels(): void {
  const changes = new Map(kernels.map(({ kernelName, bind }) => [kernelName, bind]));
  const present = new Map(
    tf.getKernelsForBackend('tensorflow').map((config) => [config.kernelName, config]),
  );
  for (const kernelName of new Set([...present.keys(), ...changes.keys()])) {
    const stock = present.get(kernelName);
    if (stock && registered.has(stock)) continue;
    const change = changes.get(kernelName);
    const kernelFunc = change ? change(stock?.kernelFunc) : stock?.kernelFunc;
    if (!kernelFunc) continue;
    const config: KernelConfig = {
      ...stock,
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: withMatchingTypes(kernelFunc),
    };
    if (stock) tf.unregisterKernel(kernelName, 'tensorflow');
    tf.registerKernel(config);
    registered.add(config);
  }
}
