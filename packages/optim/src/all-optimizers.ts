import { adamW } from './adam-w.js';
import type { OptimizerFactory } from './optimizer.js';
import { rmsProp } from './rms-prop.js';
import { sgd } from './sgd.js';

/** The optimizers that recipes know, in the order in which tables list them. */
export const allOptimizers: readonly OptimizerFactory[] = [
  sgd,
  adamW,
  rmsProp,
] as unknown as readonly OptimizerFactory[];
