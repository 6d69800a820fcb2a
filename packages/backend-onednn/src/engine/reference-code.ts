import { OnednnError } from '../errors.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';
import type { PrimitiveDescriptor } from './primitive-descriptor.js';
import type { Matmul } from './wanted.js';

/** The library has nothing but reference code for an operation: slow, and in places wrong without a word. */
export class ReferenceCodeError extends OnednnError {
  constructor(operation: string, implementation: string) {
    super(
      `oneDNN has only reference code (${implementation}) for this ${operation}.`,
      unimplemented,
    );
  }
}

/** `dnnl_unimplemented`. */
const unimplemented = 3;

/**
 * Operations whose reference code is tested, and quicker than a loop in JavaScript: below AVX-512 the library has
 * no other gradient of softmax.
 */
const trusted = ['gradient of softmax', 'gradient of logSoftmax'];

/**
 * What the library chose for an operation.
 *
 * @throws ReferenceCodeError when that is reference code, and not known to be right; it is destroyed then
 */
export function withoutReferenceCode(chosen: PrimitiveDescriptor): PrimitiveDescriptor {
  const { operation, implementation } = chosen;
  if (!/\bref\b/.test(implementation) || trusted.includes(operation)) return chosen;
  chosen.destroy();
  throw new ReferenceCodeError(operation, implementation);
}

/** What is asked of the library at work. */
interface ProductMaker {
  readonly operations: { matmul(wanted: Matmul): PrimitiveDescriptor };
}

/**
 * Whether the library multiplies matrices by its reference code, for want of any for this processor: some builds
 * have none for ARM. It is slower than WebAssembly then.
 */
export function usesReferenceCode({ operations }: ProductMaker): boolean {
  const matrix = strided([64, 64], Storage.f32);
  try {
    operations.matmul({ a: matrix, b: matrix, c: matrix }).destroy();
    return false;
  } catch (error) {
    if (error instanceof ReferenceCodeError) return true;
    throw error;
  }
}
