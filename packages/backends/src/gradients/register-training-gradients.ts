import { getGradient, registerGradient, unregisterGradient } from '@tensorflow/tfjs-core';
import { averagePool2dGradient, averagePool3dGradient } from './average-pool-gradient.js';
import { batchNormGradient } from './batch-norm-gradient.js';
import { cumsumGradient } from './cumsum-gradient.js';
import {
  mirrorPadGradient,
  resizeBilinearGradient,
  resizeNearestGradient,
} from './interpolation-gradients.js';
import { maxPool3dGradient } from './max-pool-3d-gradient.js';
import { meanGradient } from './mean-gradient.js';
import { sumGradient } from './sum-gradient.js';

const gradients = [
  averagePool2dGradient,
  averagePool3dGradient,
  batchNormGradient,
  cumsumGradient,
  maxPool3dGradient,
  meanGradient,
  mirrorPadGradient,
  resizeBilinearGradient,
  resizeNearestGradient,
  sumGradient,
];

/**
 * Replaces gradients of TensorFlow.js on every backend. Some make needless passes over large tensors:
 * Sum, Mean and FusedBatchNorm. Others are wrong: AvgPool and AvgPool3D with padding, Cumsum along
 * other axes than the last, MaxPool3D with windows of unequal sides, MirrorPad, ResizeBilinear and ResizeNearestNeighbor. Those that take their
 * place have gradients themselves. TensorFlow.js's own gradients have to be loaded before; another
 * call has no effect.
 */
export function registerTrainingGradients(): void {
  for (const gradient of gradients) {
    const present = getGradient(gradient.kernelName);
    if (present === gradient) continue;
    // tfjs warns when a gradient is registered over another
    if (present) unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}
