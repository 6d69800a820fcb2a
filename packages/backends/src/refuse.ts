import type { UseBackendOptions } from './backend-candidate.js';

/**
 * For backends of one thread and one precision.
 *
 * @throws Error if more is asked for
 */
export function refuse(
  name: string,
  { threads = 1, precision = 'f32' }: UseBackendOptions,
): string[] {
  if (threads > 1) {
    throw new Error(
      `The backend '${name}' has one thread in Node, not ${threads}; leave threads out, or use 'onednn'.`,
    );
  }
  refusePrecision(name, precision);
  return [];
}

/** @throws Error unless the precision is f32 */
export function refusePrecision(name: string, precision: string): void {
  if (precision === 'f32') return;
  throw new Error(
    `The backend '${name}' computes in f32, not ${precision}; precision bf16 needs 'onednn'.`,
  );
}
