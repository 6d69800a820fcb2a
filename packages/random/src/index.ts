export { bernoulliMask } from './bernoulli-mask.js';
export { foldIn } from './fold-in.js';
export { permutation } from './permutation.js';
export { randomStream } from './random-stream.js';
export type { RandomStream } from './random-stream.js';
