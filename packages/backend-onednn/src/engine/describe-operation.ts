import { checkStatus } from '../native/check-status.js';
import type { Onednn } from './onednn.js';
import { PrimitiveDescriptor } from './primitive-descriptor.js';

/** Larger than any operation descriptor of oneDNN 2.x. */
const scratchBytes = 8192;

export interface OperationOptions {
  /** Attributes (post-operations). */
  readonly attributes?: number;
  /** The forward operation that a backward one belongs to. */
  readonly forward?: PrimitiveDescriptor;
}

/**
 * Chooses an implementation for an operation, which `init` writes into an operation descriptor.
 *
 * @throws OnednnError when there is none
 */
export function describeOperation(
  onednn: Onednn,
  what: string,
  init: (operation: Uint8Array) => number,
  { attributes = 0, forward }: OperationOptions = {},
): PrimitiveDescriptor {
  const { functions, engine } = onednn;
  const operation = new Uint8Array(scratchBytes);
  checkStatus(init(operation), `describe a ${what}`);
  const handle = [0];
  const hint = forward?.handle ?? 0;
  checkStatus(
    functions.primitiveDescCreate(handle, operation, attributes, engine, hint),
    `find an implementation of ${what}`,
  );
  return new PrimitiveDescriptor(onednn, handle[0]);
}
