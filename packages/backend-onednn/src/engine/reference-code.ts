import { strided } from './descriptor.js';
import type { Onednn } from './onednn.js';
import { using } from './primitive-descriptor.js';
import { Storage } from './storage.js';

/**
 * Whether the library multiplies matrices by its reference code, for want of any for this processor: some builds
 * have none for ARM. It is slower than WebAssembly then.
 */
export function usesReferenceCode({ operations }: Pick<Onednn, 'operations'>): boolean {
  const matrix = strided([64, 64], Storage.f32);
  return using(operations.matmul({ a: matrix, b: matrix, c: matrix }), ({ implementation }) =>
    /\bref\b/.test(implementation),
  );
}
