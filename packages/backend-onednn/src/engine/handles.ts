import { checkStatus } from '../native/check-status.js';
import type { Descriptor } from './descriptor.js';
import type { Dialect } from './dialect.js';
import { anyTag } from './enums.js';

/**
 * Numbers as the library's arrays of dimensions.
 *
 * @throws RangeError where one is no whole number
 */
export function wide(numbers: readonly number[]): BigInt64Array {
  if (!numbers.every(Number.isSafeInteger)) {
    throw new RangeError(`oneDNN takes sizes that are whole numbers alone, not [${numbers}].`);
  }
  return BigInt64Array.from(numbers, (n) => BigInt(n));
}

/**
 * Hands the library's descriptions of arrays to `use`, 0 for what is absent, and destroys those that
 * it made for the purpose: whatever the library keeps it copies.
 */
export function withHandles<T>(
  dialect: Dialect,
  descriptors: readonly (Descriptor | undefined)[],
  use: (...handles: number[]) => T,
): T {
  const made: number[] = [];
  try {
    const handles = descriptors.map((descriptor) => {
      if (!descriptor) return 0;
      if ('handle' in descriptor) return descriptor.handle;
      const handle = [0];
      const { dims, strides, storage, key } = descriptor;
      const { memoryDescCreate, memoryDescCreateByTag } = dialect.functions;
      checkStatus(
        strides === 'any'
          ? memoryDescCreateByTag(handle, dims.length, wide(dims), storage, anyTag)
          : memoryDescCreate(handle, dims.length, wide(dims), storage, wide(strides)),
        `describe an array (dims:strides:type = ${key})`,
      );
      made.push(handle[0]);
      return handle[0];
    });
    return use(...handles);
  } finally {
    for (const handle of made) dialect.functions.memoryDescDestroy(handle);
  }
}
