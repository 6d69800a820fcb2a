import { engine, setBackend } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../src/index.js';
import { findOnednn } from '../src/index.js';

/** `describe` where the library is installed; skips otherwise (`find-onednn.spec.ts` says why). */
export const describeOnednn = findOnednn().available ? describe : describe.skip;

/** Makes this backend the current one and hands it out. */
export async function useOnednn(): Promise<OnednnBackend> {
  await setBackend('onednn');
  return engine().backend as OnednnBackend;
}
