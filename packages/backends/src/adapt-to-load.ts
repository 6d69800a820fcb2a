import { getBackend } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '@gnp/backend-onednn';

/** Milliseconds between two measurements, each of which takes 25. */
const interval = 10_000;

interface Adapting {
  readonly backend: OnednnBackend;
  /** The most threads to use. */
  readonly most: number | undefined;
  measuredAt: number;
}

let adapting: Adapting | undefined;

/** Chooses threads and grain now, and whenever {@link adaptToLoad} finds that it is time; says what it chose. */
export function startAdapting(backend: OnednnBackend, most?: number): string {
  adapting = { backend, most, measuredAt: performance.now() };
  return adapt(adapting);
}

/** From now on {@link adaptToLoad} does nothing. */
export function stopAdapting(): void {
  adapting = undefined;
}

/**
 * Measures what else the machine does and chooses threads and grain anew, where the backend in use was prepared
 * with the grain `'adaptive'` and the last measurement is 10 seconds past; does nothing otherwise. To be called
 * between the steps of a training.
 *
 * @returns what changed, in a sentence; undefined if nothing did
 */
export function adaptToLoad(): string | undefined {
  if (!adapting || getBackend() !== 'onednn') return undefined;
  if (performance.now() - adapting.measuredAt < interval) return undefined;
  const { threads, grain } = adapting.backend;
  const said = adapt(adapting);
  const isSame = adapting.backend.threads === threads && adapting.backend.grain === grain;
  return isSame ? undefined : said;
}

function adapt(adapting: Adapting): string {
  const { backend, most } = adapting;
  const left = backend.adapt(most);
  adapting.measuredAt = performance.now();
  const { threads, grain } = backend;
  return `Threads: ${threads}, grain ${grain}: others leave ${left.toFixed(1)} processors.`;
}
