import { ready, setBackend } from '@tensorflow/tfjs-core';
import type { BackendCandidate, Precision, UseBackendOptions } from './backend-candidate.js';
import { candidates as known, inOrder } from './candidates.js';
import { registerTrainingGradients } from './gradients/register-training-gradients.js';

/** The backend that is in use, and how it was chosen. */
export interface BackendReport {
  /** Its name in TensorFlow.js. */
  readonly name: string;
  /** Version of the package that holds it. */
  readonly version: string;
  readonly description: string;
  readonly precision: Precision;
  /** How it is set: threads, precision, device, in sentences. */
  readonly settings: readonly string[];
  /** What its user should know, `settings` among it. */
  readonly notes: readonly string[];
  /** Backends that `auto` tried before this one, and why each was passed over. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Selects and prepares the backend that TensorFlow.js computes on, and waits until it is ready.
 *
 * @param name `'auto'`, the default, takes the first automatic backend that works; or the name of one:
 *   `'onednn'`, `'wasm'`, `'cpu'`, `'tensorflow'`.
 * @throws if the name is unknown, or the backend is missing, fails to start or cannot do what `options`
 *   ask for; for `'auto'`, if none works. The message gives the reason and, where there is one, the command that helps.
 */
export function useBackend(
  name: string = 'auto',
  options: UseBackendOptions = {},
): Promise<BackendReport> {
  return useBackendOf(known, name, options);
}

/** `useBackend` among the given candidates. */
export async function useBackendOf(
  candidates: readonly BackendCandidate[],
  name: string,
  options: UseBackendOptions,
): Promise<BackendReport> {
  if (name !== 'auto') {
    const candidate = candidates.find((one) => one.name === name);
    if (!candidate) {
      const names = candidates.map((one) => `'${one.name}'`).join(', ');
      throw new Error(`There is no backend '${name}'; choose 'auto' or one of ${names}.`);
    }
    return start(candidate, options, []);
  }
  const skipped: { name: string; reason: string }[] = [];
  for (const candidate of inOrder(candidates).filter((one) => one.automatic)) {
    if (candidate.optional && !candidate.find().available) continue;
    try {
      return await start(candidate, options, skipped);
    } catch (error) {
      skipped.push({ name: candidate.name, reason: messageOf(error) });
    }
  }
  const reasons = skipped.map((one) => `${one.name}: ${one.reason}`).join(' ');
  throw new Error(`No backend works here. ${reasons}`);
}

async function start(
  candidate: BackendCandidate,
  options: UseBackendOptions,
  skipped: BackendReport['skipped'],
): Promise<BackendReport> {
  checkThreads(options);
  const { name, description } = candidate;
  const { available, version, reason, install } = candidate.find();
  if (!available) {
    throw new Error(
      `The backend '${name}' is not available: ${reason ?? 'it was not found.'}` +
        (install ? ` To install it: ${install}` : ''),
    );
  }
  const notes = await candidate.prepare(options);
  registerTrainingGradients();
  if (!(await setBackend(name))) {
    throw new Error(`The backend '${name}' failed to start; TensorFlow.js has printed why.`);
  }
  await ready();
  const settings = candidate.configure(options);
  const { precision = 'f32' } = options;
  notes.push(...settings);
  return { name, version: version ?? 'unknown', description, precision, settings, notes, skipped };
}

/** @throws RangeError unless the number of threads is possible */
function checkThreads({ threads }: UseBackendOptions): void {
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1)) return;
  throw new RangeError(`threads is ${threads}; expected a whole number from 1 on.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
