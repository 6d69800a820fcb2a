import type { Policy } from '../policy.js';

/** The 95 sub-policies for CIFAR that the research code uses (Cubuk et al., AutoAugment, CVPR 2019). */
export const cifarPolicy: Policy = [
  [
    ['invert', 0.1, 7],
    ['contrast', 0.2, 6],
  ],
  [
    ['rotate', 0.7, 2],
    ['translateX', 0.3, 9],
  ],
  [
    ['sharpness', 0.8, 1],
    ['sharpness', 0.9, 3],
  ],
  [
    ['shearY', 0.5, 8],
    ['translateY', 0.7, 9],
  ],
  [
    ['autoContrast', 0.5, 8],
    ['equalize', 0.9, 2],
  ],
  [
    ['solarize', 0.4, 5],
    ['autoContrast', 0.9, 3],
  ],
  [
    ['translateY', 0.9, 9],
    ['translateY', 0.7, 9],
  ],
  [
    ['autoContrast', 0.9, 2],
    ['solarize', 0.8, 3],
  ],
  [
    ['equalize', 0.8, 8],
    ['invert', 0.1, 3],
  ],
  [
    ['translateY', 0.7, 9],
    ['autoContrast', 0.9, 1],
  ],
  [
    ['solarize', 0.4, 5],
    ['autoContrast', 0, 2],
  ],
  [
    ['translateY', 0.7, 9],
    ['translateY', 0.7, 9],
  ],
  [
    ['autoContrast', 0.9, 0],
    ['solarize', 0.4, 3],
  ],
  [
    ['equalize', 0.7, 5],
    ['invert', 0.1, 3],
  ],
  [
    ['translateY', 0.7, 9],
    ['translateY', 0.7, 9],
  ],
  [
    ['solarize', 0.4, 5],
    ['autoContrast', 0.9, 1],
  ],
  [
    ['translateY', 0.8, 9],
    ['translateY', 0.9, 9],
  ],
  [
    ['autoContrast', 0.8, 0],
    ['translateY', 0.7, 9],
  ],
  [
    ['translateY', 0.2, 7],
    ['color', 0.9, 6],
  ],
  [
    ['equalize', 0.7, 6],
    ['color', 0.4, 9],
  ],
  [
    ['shearY', 0.2, 7],
    ['posterize', 0.3, 7],
  ],
  [
    ['color', 0.4, 3],
    ['brightness', 0.6, 7],
  ],
  [
    ['sharpness', 0.3, 9],
    ['brightness', 0.7, 9],
  ],
  [
    ['equalize', 0.6, 5],
    ['equalize', 0.5, 1],
  ],
  [
    ['contrast', 0.6, 7],
    ['sharpness', 0.6, 5],
  ],
  [
    ['brightness', 0.3, 7],
    ['autoContrast', 0.5, 8],
  ],
  [
    ['autoContrast', 0.9, 4],
    ['autoContrast', 0.5, 6],
  ],
  [
    ['solarize', 0.3, 5],
    ['equalize', 0.6, 5],
  ],
  [
    ['translateY', 0.2, 4],
    ['sharpness', 0.3, 3],
  ],
  [
    ['brightness', 0, 8],
    ['color', 0.8, 8],
  ],
  [
    ['solarize', 0.2, 6],
    ['color', 0.8, 6],
  ],
  [
    ['solarize', 0.2, 6],
    ['autoContrast', 0.8, 1],
  ],
  [
    ['solarize', 0.4, 1],
    ['equalize', 0.6, 5],
  ],
  [
    ['brightness', 0, 0],
    ['solarize', 0.5, 2],
  ],
  [
    ['autoContrast', 0.9, 5],
    ['brightness', 0.5, 3],
  ],
  [
    ['contrast', 0.7, 5],
    ['brightness', 0, 2],
  ],
  [
    ['solarize', 0.2, 8],
    ['solarize', 0.1, 5],
  ],
  [
    ['contrast', 0.5, 1],
    ['translateY', 0.2, 9],
  ],
  [
    ['autoContrast', 0.6, 5],
    ['translateY', 0, 9],
  ],
  [
    ['autoContrast', 0.9, 4],
    ['equalize', 0.8, 4],
  ],
  [
    ['brightness', 0, 7],
    ['equalize', 0.4, 7],
  ],
  [
    ['solarize', 0.2, 5],
    ['equalize', 0.7, 5],
  ],
  [
    ['equalize', 0.6, 8],
    ['color', 0.6, 2],
  ],
  [
    ['color', 0.3, 7],
    ['color', 0.2, 4],
  ],
  [
    ['autoContrast', 0.5, 2],
    ['solarize', 0.7, 2],
  ],
  [
    ['autoContrast', 0.2, 0],
    ['equalize', 0.1, 0],
  ],
  [
    ['shearY', 0.6, 5],
    ['equalize', 0.6, 5],
  ],
  [
    ['brightness', 0.9, 3],
    ['autoContrast', 0.4, 1],
  ],
  [
    ['equalize', 0.8, 8],
    ['equalize', 0.7, 7],
  ],
  [
    ['equalize', 0.7, 7],
    ['solarize', 0.5, 0],
  ],
  [
    ['equalize', 0.8, 4],
    ['translateY', 0.8, 9],
  ],
  [
    ['translateY', 0.8, 9],
    ['translateY', 0.6, 9],
  ],
  [
    ['translateY', 0.9, 0],
    ['translateY', 0.5, 9],
  ],
  [
    ['autoContrast', 0.5, 3],
    ['solarize', 0.3, 4],
  ],
  [
    ['solarize', 0.5, 3],
    ['equalize', 0.4, 4],
  ],
  [
    ['color', 0.7, 7],
    ['translateX', 0.5, 8],
  ],
  [
    ['equalize', 0.3, 7],
    ['autoContrast', 0.4, 8],
  ],
  [
    ['translateY', 0.4, 3],
    ['sharpness', 0.2, 6],
  ],
  [
    ['brightness', 0.9, 6],
    ['color', 0.2, 8],
  ],
  [
    ['solarize', 0.5, 2],
    ['invert', 0, 3],
  ],
  [
    ['autoContrast', 0.1, 5],
    ['brightness', 0, 0],
  ],
  [
    ['cutout', 0.2, 4],
    ['equalize', 0.1, 1],
  ],
  [
    ['equalize', 0.7, 7],
    ['autoContrast', 0.6, 4],
  ],
  [
    ['color', 0.1, 8],
    ['shearY', 0.2, 3],
  ],
  [
    ['shearY', 0.4, 2],
    ['rotate', 0.7, 0],
  ],
  [
    ['shearY', 0.1, 3],
    ['autoContrast', 0.9, 5],
  ],
  [
    ['translateY', 0.3, 6],
    ['cutout', 0.3, 3],
  ],
  [
    ['equalize', 0.5, 0],
    ['solarize', 0.6, 6],
  ],
  [
    ['autoContrast', 0.3, 5],
    ['rotate', 0.2, 7],
  ],
  [
    ['equalize', 0.8, 2],
    ['invert', 0.4, 0],
  ],
  [
    ['equalize', 0.9, 5],
    ['color', 0.7, 0],
  ],
  [
    ['equalize', 0.1, 1],
    ['shearY', 0.1, 3],
  ],
  [
    ['autoContrast', 0.7, 3],
    ['equalize', 0.7, 0],
  ],
  [
    ['brightness', 0.5, 1],
    ['contrast', 0.1, 7],
  ],
  [
    ['contrast', 0.1, 4],
    ['solarize', 0.6, 5],
  ],
  [
    ['solarize', 0.2, 3],
    ['shearX', 0, 0],
  ],
  [
    ['translateX', 0.3, 0],
    ['translateX', 0.6, 0],
  ],
  [
    ['equalize', 0.5, 9],
    ['translateY', 0.6, 7],
  ],
  [
    ['shearX', 0.1, 0],
    ['sharpness', 0.5, 1],
  ],
  [
    ['equalize', 0.8, 6],
    ['invert', 0.3, 6],
  ],
  [
    ['autoContrast', 0.3, 9],
    ['cutout', 0.5, 3],
  ],
  [
    ['shearX', 0.4, 4],
    ['autoContrast', 0.9, 2],
  ],
  [
    ['shearX', 0, 3],
    ['posterize', 0, 3],
  ],
  [
    ['solarize', 0.4, 3],
    ['color', 0.2, 4],
  ],
  [
    ['equalize', 0.1, 4],
    ['equalize', 0.7, 6],
  ],
  [
    ['equalize', 0.3, 8],
    ['autoContrast', 0.4, 3],
  ],
  [
    ['solarize', 0.6, 4],
    ['autoContrast', 0.7, 6],
  ],
  [
    ['autoContrast', 0.2, 9],
    ['brightness', 0.4, 8],
  ],
  [
    ['equalize', 0.1, 0],
    ['equalize', 0, 6],
  ],
  [
    ['equalize', 0.8, 4],
    ['equalize', 0, 4],
  ],
  [
    ['equalize', 0.5, 5],
    ['autoContrast', 0.1, 2],
  ],
  [
    ['solarize', 0.5, 5],
    ['autoContrast', 0.9, 5],
  ],
  [
    ['autoContrast', 0.6, 1],
    ['autoContrast', 0.7, 8],
  ],
  [
    ['equalize', 0.2, 0],
    ['autoContrast', 0.1, 2],
  ],
  [
    ['equalize', 0.6, 9],
    ['equalize', 0.4, 4],
  ],
];
