import { getGradient, registerGradient, unregisterGradient } from '@tensorflow/tfjs-core';
import { batchNormGradient } from './batch-norm-gradient.js';
import { meanGradient } from './mean-gradient.js';
import { sumGradient } from './sum-gradient.js';

/**
 * Replaces gradients of TensorFlow.js that make needless passes over large tensors by ones that
 * compute the same with fewer: Sum, Mean and FusedBatchNorm. They serve every backend, and have
 * gradients themselves. TensorFlow.js's own gradients have to be loaded before; another call has no
 * effect.
 */
export function registerTrainingGradients(): void {
  for (const gradient of [batchNormGradient, meanGradient, sumGradient]) {
    const present = getGradient(gradient.kernelName);
    if (present === gradient) continue;
    // tfjs warns when a gradient is registered over another
    if (present) unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}
