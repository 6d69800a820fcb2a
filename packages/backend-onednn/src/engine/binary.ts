import type { Descriptor } from './descriptor.js';
import type { Onednn } from './onednn.js';
import type { PostOperation } from './post-operations.js';
import { Primitive } from './primitive.js';
import type { Takes } from './primitive.js';
import type { Binary } from './wanted.js';

/** The second operand is `source1`; `operand2` is that of the post-operation at index 2. */
export type BinaryPrimitive = Primitive<
  Takes<'source' | 'source1' | 'destination' | `operand${number}`>
>;

/** A function of two arrays, and what is done to its result; not cached. */
export function makeBinary(
  onednn: Onednn,
  wanted: Binary,
  after: readonly PostOperation[] = [],
): BinaryPrimitive {
  const operands: Record<`operand${number}`, Descriptor> = {};
  after.forEach((operation, i) => {
    if ('binary' in operation) operands[`operand${i}`] = operation.operand;
  });
  return new Primitive(onednn, onednn.operations.binary(wanted, after), {
    source: wanted.a,
    source1: wanted.b,
    destination: wanted.destination,
    ...operands,
  });
}
