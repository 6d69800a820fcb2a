import { checkStatus } from '../native/check-status.js';
import type { Descriptor } from './descriptor.js';
import type { Onednn } from './onednn.js';

/** Something that oneDNN does to a result before it stores it. */
export type PostOperation =
  | { readonly eltwise: number; readonly alpha?: number; readonly beta?: number }
  | { readonly binary: number; readonly operand: Descriptor };

/** Makes the attributes of an operation and hands them to `use`. */
export function withPostOperations<T>(
  { functions }: Onednn,
  operations: readonly PostOperation[],
  use: (attributes: number) => T,
): T {
  if (operations.length === 0) return use(0);
  const handle = [0];
  checkStatus(functions.attrCreate(handle), 'create attributes');
  const attributes = handle[0];
  checkStatus(functions.postOpsCreate(handle), 'create post-operations');
  const chain = handle[0];
  for (const operation of operations) {
    checkStatus(
      'eltwise' in operation
        ? functions.postOpsAppendEltwise(
            chain,
            1,
            operation.eltwise,
            operation.alpha ?? 0,
            operation.beta ?? 0,
          )
        : functions.postOpsAppendBinary(chain, operation.binary, operation.operand.native),
      'append a post-operation',
    );
  }
  checkStatus(functions.attrSetPostOps(attributes, chain), 'set post-operations');
  try {
    return use(attributes);
  } finally {
    functions.postOpsDestroy(chain);
    functions.attrDestroy(attributes);
  }
}
