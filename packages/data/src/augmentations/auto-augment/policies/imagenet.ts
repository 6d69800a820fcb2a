import type { Policy } from '../policy.js';

/** The 25 sub-policies for ImageNet (Cubuk et al., AutoAugment, CVPR 2019). */
export const imagenetPolicy: Policy = [
  [
    ['equalize', 0.8, 1],
    ['shearY', 0.8, 4],
  ],
  [
    ['color', 0.4, 9],
    ['equalize', 0.6, 3],
  ],
  [
    ['color', 0.4, 1],
    ['rotate', 0.6, 8],
  ],
  [
    ['solarize', 0.8, 3],
    ['equalize', 0.4, 7],
  ],
  [
    ['solarize', 0.4, 2],
    ['solarize', 0.6, 2],
  ],
  [
    ['color', 0.2, 0],
    ['equalize', 0.8, 8],
  ],
  [
    ['equalize', 0.4, 8],
    ['solarizeAdd', 0.8, 3],
  ],
  [
    ['shearX', 0.2, 9],
    ['rotate', 0.6, 8],
  ],
  [
    ['color', 0.6, 1],
    ['equalize', 1, 2],
  ],
  [
    ['invert', 0.4, 9],
    ['rotate', 0.6, 0],
  ],
  [
    ['equalize', 1, 9],
    ['shearY', 0.6, 3],
  ],
  [
    ['color', 0.4, 7],
    ['equalize', 0.6, 0],
  ],
  [
    ['posterize', 0.4, 6],
    ['autoContrast', 0.4, 7],
  ],
  [
    ['solarize', 0.6, 8],
    ['color', 0.6, 9],
  ],
  [
    ['solarize', 0.2, 4],
    ['rotate', 0.8, 9],
  ],
  [
    ['rotate', 1, 7],
    ['translateY', 0.8, 9],
  ],
  [
    ['shearX', 0, 0],
    ['solarize', 0.8, 4],
  ],
  [
    ['shearY', 0.8, 0],
    ['color', 0.6, 4],
  ],
  [
    ['color', 1, 0],
    ['rotate', 0.6, 2],
  ],
  [
    ['equalize', 0.8, 4],
    ['equalize', 0, 8],
  ],
  [
    ['equalize', 1, 4],
    ['autoContrast', 0.6, 2],
  ],
  [
    ['shearY', 0.4, 7],
    ['solarizeAdd', 0.6, 7],
  ],
  [
    ['posterize', 0.8, 2],
    ['solarize', 0.6, 10],
  ],
  [
    ['solarize', 0.6, 8],
    ['equalize', 0.6, 1],
  ],
  [
    ['color', 0.8, 6],
    ['rotate', 0.4, 5],
  ],
];
