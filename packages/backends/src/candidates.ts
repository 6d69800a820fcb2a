import type { BackendCandidate } from './backend-candidate.js';
import { cpu } from './candidates/cpu.js';
import { onednn } from './candidates/onednn.js';
import { tensorflow } from './candidates/tensorflow.js';
import { wasm } from './candidates/wasm.js';

/** Every backend that can be asked for, the quickest on a CPU first. */
export const candidates: readonly BackendCandidate[] = [onednn, tensorflow, wasm, cpu];

/** The order in which `auto` tries the automatic ones: what computes on a GPU comes before the others. */
export function inOrder(given: readonly BackendCandidate[]): BackendCandidate[] {
  const rank = (one: BackendCandidate) => (one.usesGpu?.() ? 0 : 1);
  return [...given].sort((a, b) => rank(a) - rank(b));
}
