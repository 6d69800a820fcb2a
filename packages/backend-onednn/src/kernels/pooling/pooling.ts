import { AvgPool, AvgPoolGrad, MaxPool, MaxPoolGrad } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { PoolingAlgorithm } from '../../engine/enums.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { poolingGeometry } from '../../portable/pooling.js';
import type { PoolingAttrs } from '../../portable/pooling.js';
import { storageBytes } from '../../portable/storage.js';
import { poolingPlan, withWorkspace } from '../../primitives/pooling.js';

interface GradientInputs {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
}

interface PoolingKernel {
  readonly kernelName: string;
  readonly algorithm: PoolingAlgorithm;
}

const forwardKernels: readonly PoolingKernel[] = [
  { kernelName: MaxPool, algorithm: 'max' },
  { kernelName: AvgPool, algorithm: 'averageOfInside' },
];

const gradientKernels: readonly PoolingKernel[] = [
  { kernelName: MaxPoolGrad, algorithm: 'max' },
  { kernelName: AvgPoolGrad, algorithm: 'averageOfAll' },
];

/**
 * Pooling of images and its gradients. Averages are over the pixels inside the image, but their
 * gradient is spread over the whole window, as tfjs-core's specs demand: without padding, or where
 * nothing is averaged at the border, both agree.
 */
export const poolingKernels: readonly OnednnKernel[] = [
  ...forwardKernels.map(({ kernelName, algorithm }) =>
    defineKernel<{ x: TensorInfo }, PoolingAttrs>(kernelName, (call) => {
      const { inputs, attrs, backend } = call;
      const { x } = inputs;
      if (x.dtype !== 'float32') return fallBack(kernelName, call);
      const { storage } = backend.dataOf(x);
      const geometry = poolingGeometry(x.shape, attrs, storage);
      if (!geometry.native) return fallBack(kernelName, call);
      const plan = poolingPlan(backend.onednn, algorithm, geometry);
      const y = backend.output(geometry.outShape, 'float32', storage);
      withWorkspace(backend.onednn, plan, (workspace) =>
        plan.forward.run({ source: backend.dataOf(x), destination: y.data, workspace }),
      );
      return y;
    }),
  ),
  ...gradientKernels.map(({ kernelName, algorithm }) =>
    defineKernel<GradientInputs, PoolingAttrs>(kernelName, (call) => {
      const { inputs, attrs, backend } = call;
      const { dy, input } = inputs;
      if (dy.dtype !== 'float32') return fallBack(kernelName, call);
      const { storage, size } = backend.dataOf(dy);
      const geometry = poolingGeometry(input.shape, attrs, storage);
      if (!geometry.native) return fallBack(kernelName, call);
      const { onednn } = backend;
      const plan = poolingPlan(onednn, algorithm, geometry);
      const dx = backend.output(geometry.inShape, 'float32', storage);
      withWorkspace(onednn, plan, (workspace) => {
        if (algorithm === 'max') {
          // tfjs does not hand on the winners that the forward pass noted, so find them again.
          const source = backend.dataOf(input);
          onednn.pool.lend(storageBytes[storage] * size, (destination) =>
            plan.forward.run({ source, destination, workspace }),
          );
        }
        const gradients = { diffDestination: backend.dataOf(dy), diffSource: dx.data };
        plan.backward.run({ ...gradients, workspace });
      });
      return dx;
    }),
  ),
];
