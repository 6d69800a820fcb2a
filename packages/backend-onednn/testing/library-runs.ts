import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Primitive } from '../src/engine/primitive.js';
import { useOnednn } from './onednn.js';

/** How many primitives of the library `compute` runs on this backend. */
export async function libraryRuns(compute: () => Tensor | Tensor[]): Promise<number> {
  await useOnednn();
  const run = jest.spyOn(Primitive.prototype, 'run');
  try {
    tidy(() => void compute());
    return run.mock.calls.length;
  } finally {
    run.mockRestore();
  }
}
