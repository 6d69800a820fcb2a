import { engine, setBackend } from '@tensorflow/tfjs-core';
import { findOnednn } from '../src/index.js';
import type { OnednnBackend } from '../src/index.js';

/** `describe` where the library is installed; skips otherwise (`find-onednn.spec.ts` says why). */
export const describeOnednn = findOnednn().available ? describe : describe.skip;

/**
 * Makes this backend the current one and hands it out. One thread, because Jest's workers share the
 * cores and OpenMP's threads wait for each other; with more, small operations are split, too.
 */
export async function useOnednn(threads = 1): Promise<OnednnBackend> {
  await setBackend('onednn');
  const backend = engine().backend as OnednnBackend;
  backend.threads = threads;
  backend.grain = threads > 1 ? 'fine' : 'medium';
  return backend;
}
