import { engine, setBackend } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../src/index.js';
import { findOnednn } from '../src/index.js';

/** `describe` where the library is installed; skips otherwise (`find-onednn.spec.ts` says why). */
export const describeOnednn = findOnednn().available ? describe : describe.skip;

/**
 * Makes this backend the current one and hands it out. One thread, because Jest's workers share the
 * cores and OpenMP's threads wait for each other; what needs more sets it.
 */
export async function useOnednn(): Promise<OnednnBackend> {
  await setBackend('onednn');
  const backend = engine().backend as OnednnBackend;
  backend.threads = 1;
  return backend;
}
