import type { BackendCandidate } from './backend-candidate.js';
import { cpu } from './candidates/cpu.js';
import { onednn } from './candidates/onednn.js';
import { tensorflow } from './candidates/tensorflow.js';
import { wasm } from './candidates/wasm.js';

/** Every backend that can be asked for; `auto` tries the automatic ones in this order. */
export const candidates: readonly BackendCandidate[] = [tensorflow, onednn, wasm, cpu];
