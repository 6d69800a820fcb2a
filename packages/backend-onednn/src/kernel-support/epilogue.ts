import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../backend.js';
import { runKernel } from './kernel.js';

/** The attributes that fused kernels give their activation. */
export interface ActivationAttrs {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

const kernelNames: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

/** Applies the activation of a fused kernel to `x`, and disposes of `x`. */
export function applyActivation(
  backend: OnednnBackend,
  x: TensorInfo,
  { activation = 'linear', leakyreluAlpha }: ActivationAttrs,
  preluActivationWeights?: TensorInfo,
): TensorInfo {
  if (activation === 'linear') return x;
  const kernelName = kernelNames[activation];
  if (!kernelName) {
    throw new Error(
      `The onednn backend knows no activation '${activation}'; there are linear, ` +
        `${Object.keys(kernelNames).join(', ')}.`,
    );
  }
  const inputs: Record<string, TensorInfo> = { x };
  if (activation === 'prelu' && preluActivationWeights) inputs.alpha = preluActivationWeights;
  const y = runKernel(backend, kernelName, inputs, { alpha: leakyreluAlpha });
  backend.disposeIntermediateTensorInfo(x);
  return y;
}

/** x + bias, broadcast; disposes of `x`. */
export function addBias(backend: OnednnBackend, x: TensorInfo, bias: TensorInfo): TensorInfo {
  const y = runKernel(backend, 'Add', { a: x, b: bias });
  backend.disposeIntermediateTensorInfo(x);
  return y;
}
