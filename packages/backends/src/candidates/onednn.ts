import { backend } from '@tensorflow/tfjs-core';
import { findOnednn } from '@gnp/backend-onednn';
import type { OnednnBackend } from '@gnp/backend-onednn';
import { startAdapting, stopAdapting } from '../adapt-to-load.js';
import type { BackendCandidate } from '../backend-candidate.js';

/** The oneDNN library of the system, through `@gnp/backend-onednn`: native speed on all cores. */
export const onednn: BackendCandidate = {
  name: 'onednn',
  description: 'the oneDNN library: native speed on the CPU, all cores',
  automatic: true,
  find() {
    // the reason ends with how to get the library on each system
    const { available, version, reason } = findOnednn();
    return { available, version, reason };
  },
  // importing the package has registered it
  prepare: () => Promise.resolve([]),
  configure({ threads, grain = 'medium', precision = 'f32' }) {
    const current = backend() as OnednnBackend;
    current.precision = precision;
    if (grain === 'adaptive') return [startAdapting(current, threads), `Precision ${precision}.`];
    stopAdapting();
    if (threads !== undefined) current.threads = threads;
    current.grain = grain;
    return [`Threads: ${current.threads}, grain ${grain}; precision ${precision}.`];
  },
};
