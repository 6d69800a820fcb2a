import { getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { averagePoolGradient } from './average-pool.js';
import { convolutionFilterGradient } from './convolution.js';
import { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise.js';
import { eluGradient } from './elu.js';
import { maxPoolGradient } from './max-pool.js';

/**
 * Registers gradients of those kernels of tfjs-core's backward passes that have none, so that a
 * gradient can be differentiated. They serve every backend and are made of tfjs-core's operations.
 * Gradients that are registered already stay.
 */
export function registerSecondDerivatives(): void {
  const gradients = [
    averagePoolGradient,
    convolutionFilterGradient,
    depthwiseFilterGradient,
    depthwiseInputGradient,
    eluGradient,
    maxPoolGradient,
  ];
  for (const gradient of gradients) {
    if (!getGradient(gradient.kernelName)) registerGradient(gradient);
  }
}
