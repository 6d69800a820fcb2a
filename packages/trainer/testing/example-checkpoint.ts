import type { Checkpoint } from '../src/index.js';

/** A checkpoint with something in each of its places. */
export const exampleCheckpoint = (step: number): Checkpoint => ({
  step,
  epoch: 2,
  batchIndex: 5,
  tensors: {
    model: { kernel: { dtype: 'float32', shape: [2], data: Float32Array.of(step, -0) } },
    optimizer: { count: { dtype: 'int32', shape: [], data: Int32Array.of(step) } },
    rule: { skipped: { dtype: 'float32', shape: [], data: Float32Array.of(step) } },
    callbacks: {},
  },
  state: {
    sums: { steps: 1, images: 2, errors: 1, loss: 0.1 + 0.2, skipped: 0, elapsedMs: 3, dataMs: 1 },
    skippedInRow: 0,
    elapsedMs: 7,
    parameters: 2,
    callbacks: { best: { errorRate: 0.5, step: null } },
  },
  config: { model: 'vgg16', 10: 'an integer-like key', 9: ['x'] },
});
