import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernels } from './compose.js';

/** What may follow a convolution or a product in one kernel. */
export interface FusedInputs {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

interface FusedAttrs {
  readonly activation: string;
  readonly leakyreluAlpha?: number;
}

const activations: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
};

/** Whether the published fused kernels take these: a number for each channel. */
export function inOneStep(
  { bias, preluActivationWeights }: FusedInputs,
  channels: number,
): boolean {
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== channels)) return false;
  return !preluActivationWeights || util.sizeFromShape(preluActivationWeights.shape) === channels;
}

/** Adds the bias to `y` and applies the activation, each by its own kernel. */
export function inSteps(
  k: Kernels,
  y: TensorInfo,
  { bias, preluActivationWeights }: FusedInputs,
  { activation, leakyreluAlpha }: FusedAttrs,
): TensorInfo {
  const x = bias ? k.run('Add', { a: y, b: bias }) : y;
  if (activation === 'linear') return x;
  if (activation === 'prelu' && preluActivationWeights) {
    return k.run('Prelu', { x, alpha: preluActivationWeights });
  }
  if (!(activation in activations)) {
    throw new Error(`The wasm backend has no fused activation '${activation}'.`);
  }
  return k.run(activations[activation], { x }, { alpha: leakyreluAlpha });
}
