import { findOnednn } from '@gnp/backend-onednn';

/** The backends that tests run on: `onednn` where its library is installed. */
export const testedBackends = ['cpu', 'wasm', ...(findOnednn().available ? ['onednn'] : [])];
