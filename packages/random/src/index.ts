export { bernoulliMask } from './bernoulli-mask.js';
export { beta } from './beta.js';
export { foldIn } from './fold-in.js';
export { permutation } from './permutation.js';
export { randomStream } from './random-stream.js';
export type { RandomStream } from './random-stream.js';
