import { checkStatus } from '../native/check-status.js';
import type { NativeFunctions } from '../native/functions.js';
import type { Descriptor } from './descriptor.js';
import type { Dialect } from './dialect.js';
import { binaryAlgorithms } from './enums.js';
import type { BinaryAlgorithm, EltwiseAlgorithm } from './enums.js';
import { withHandles } from './handles.js';

/** Something that oneDNN does to a result before it stores it. */
export type PostOperation =
  | { readonly eltwise: EltwiseAlgorithm; readonly alpha?: number; readonly beta?: number }
  | { readonly binary: BinaryAlgorithm; readonly operand: Descriptor };

/** Makes the attributes of an operation and hands them to `use`; 0 where there are none. */
export function withPostOperations<T>(
  functions: NativeFunctions,
  dialect: Dialect,
  operations: readonly PostOperation[],
  use: (attributes: number) => T,
): T {
  if (operations.length === 0) return use(0);
  const handle = [0];
  checkStatus(functions.attrCreate(handle), 'create attributes');
  const attributes = handle[0];
  try {
    checkStatus(functions.postOpsCreate(handle), 'create post-operations');
    const chain = handle[0];
    try {
      for (const operation of operations) {
        checkStatus(append(functions, dialect, chain, operation), 'append a post-operation');
      }
      checkStatus(functions.attrSetPostOps(attributes, chain), 'set post-operations');
    } finally {
      functions.postOpsDestroy(chain);
    }
    return use(attributes);
  } finally {
    functions.attrDestroy(attributes);
  }
}

function append(
  functions: NativeFunctions,
  dialect: Dialect,
  chain: number,
  operation: PostOperation,
): number {
  if ('eltwise' in operation) {
    const { eltwise, alpha = 0, beta = 0 } = operation;
    return dialect.functions.postOpsAppendEltwise(
      chain,
      dialect.enums.eltwise[eltwise],
      alpha,
      beta,
    );
  }
  return withHandles(dialect, [operation.operand], (operand) =>
    functions.postOpsAppendBinary(chain, binaryAlgorithms[operation.binary], operand),
  );
}
