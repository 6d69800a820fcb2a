import type { Policy } from '../policy.js';

/** The 25 sub-policies for SVHN (Cubuk et al., AutoAugment, CVPR 2019). */
export const svhnPolicy: Policy = [
  [
    ['shearX', 0.9, 4],
    ['invert', 0.2, 3],
  ],
  [
    ['shearY', 0.9, 8],
    ['invert', 0.7, 5],
  ],
  [
    ['equalize', 0.6, 5],
    ['solarize', 0.6, 6],
  ],
  [
    ['invert', 0.9, 3],
    ['equalize', 0.6, 3],
  ],
  [
    ['equalize', 0.6, 1],
    ['rotate', 0.9, 3],
  ],
  [
    ['shearX', 0.9, 4],
    ['autoContrast', 0.8, 3],
  ],
  [
    ['shearY', 0.9, 8],
    ['invert', 0.4, 5],
  ],
  [
    ['shearY', 0.9, 5],
    ['solarize', 0.2, 6],
  ],
  [
    ['invert', 0.9, 6],
    ['autoContrast', 0.8, 1],
  ],
  [
    ['equalize', 0.6, 3],
    ['rotate', 0.9, 3],
  ],
  [
    ['shearX', 0.9, 4],
    ['solarize', 0.3, 3],
  ],
  [
    ['shearY', 0.8, 8],
    ['invert', 0.7, 4],
  ],
  [
    ['equalize', 0.9, 5],
    ['translateY', 0.6, 6],
  ],
  [
    ['invert', 0.9, 4],
    ['equalize', 0.6, 7],
  ],
  [
    ['contrast', 0.3, 3],
    ['rotate', 0.8, 4],
  ],
  [
    ['invert', 0.8, 5],
    ['translateY', 0, 2],
  ],
  [
    ['shearY', 0.7, 6],
    ['solarize', 0.4, 8],
  ],
  [
    ['invert', 0.6, 4],
    ['rotate', 0.8, 4],
  ],
  [
    ['shearY', 0.3, 7],
    ['translateX', 0.9, 3],
  ],
  [
    ['shearX', 0.1, 6],
    ['invert', 0.6, 5],
  ],
  [
    ['solarize', 0.7, 2],
    ['translateY', 0.6, 7],
  ],
  [
    ['shearY', 0.8, 4],
    ['invert', 0.8, 8],
  ],
  [
    ['shearX', 0.7, 9],
    ['translateY', 0.8, 3],
  ],
  [
    ['shearY', 0.8, 5],
    ['autoContrast', 0.7, 3],
  ],
  [
    ['shearX', 0.7, 2],
    ['invert', 0.1, 5],
  ],
];
