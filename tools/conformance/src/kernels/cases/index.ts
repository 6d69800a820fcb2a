import { binary } from './binary.js';
import { convolutions } from './convolutions.js';
import { creation } from './creation.js';
import { elementwise } from './elementwise.js';
import { images2d } from './images.js';
import { indexing } from './indexing.js';
import { matrices } from './matrices.js';
import { movement } from './movement.js';
import { normalization } from './normalization.js';
import { notFinite } from './not-finite.js';
import { pooling } from './pooling.js';
import { reductions } from './reductions.js';
import type { KernelCase } from '../kernel-case.js';

/** Every case, by subject. */
export const kernelCases: readonly KernelCase[] = [
  ...binary,
  ...convolutions,
  ...creation,
  ...elementwise,
  ...images2d,
  ...indexing,
  ...matrices,
  ...movement,
  ...normalization,
  ...notFinite,
  ...pooling,
  ...reductions,
];
