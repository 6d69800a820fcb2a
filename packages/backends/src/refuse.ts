import type { UseBackendOptions } from './backend-candidate.js';

/**
 * For backends of one thread and one precision.
 *
 * @throws Error if more is asked for
 */
export function refuse(
  name: string,
  { threads = 1, grain = 'medium', precision = 'f32' }: UseBackendOptions,
): string[] {
  if (threads > 1) {
    throw new Error(
      `The backend '${name}' has one thread in Node, not ${threads}; leave threads out, or use 'onednn'.`,
    );
  }
  refuseGrain(name, grain);
  refusePrecision(name, precision);
  return [];
}

/** @throws Error unless the grain is that of all backends */
export function refuseGrain(name: string, grain: string): void {
  if (grain === 'medium') return;
  throw new Error(
    `How the backend '${name}' splits its work cannot be set; the grain '${grain}' needs 'onednn'.`,
  );
}

/** @throws Error unless the precision is f32 */
export function refusePrecision(name: string, precision: string): void {
  if (precision === 'f32') return;
  throw new Error(
    `The backend '${name}' computes in f32, not ${precision}; precision bf16 needs 'onednn'.`,
  );
}
