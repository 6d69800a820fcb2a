import { Arg, Binary, Eltwise, Storage } from '../../engine/constants.js';
import { describeOperation } from '../../engine/describe-operation.js';
import type { Onednn } from '../../engine/onednn.js';
import { withPostOperations } from '../../engine/post-operations.js';
import { Primitive } from '../../engine/primitive.js';
import type { Broadcast } from './broadcast.js';

/** The most axes for which oneDNN has compiled broadcasts. */
const maximumRank = 5;

/** Operations for which f(a, b) = f(b, a). */
const commutative = new Set<number>([Binary.add, Binary.mul]);

/** A primitive that may turn out to be one that is not trusted. */
class Candidate {
  readonly primitive: Primitive;

  constructor(primitive: Primitive) {
    this.primitive = primitive;
  }

  /** Reference implementations are slow, and some are wrong. */
  get usable(): boolean {
    return !this.primitive.implementation.startsWith('ref');
  }

  destroy(): void {
    this.primitive.destroy();
  }
}

/**
 * Runs a binary operation on floats in the library. oneDNN broadcasts its second operand only, so
 * operands may change places.
 *
 * @returns false when the library cannot do it well, and nothing was done
 */
export function runBinary(
  onednn: Onednn,
  algorithm: number,
  { dims, aStrides, bStrides }: Broadcast,
  a: number,
  b: number,
  out: number,
): boolean {
  if (dims.length > maximumRank) return false;
  const [aFull, bFull] = [aStrides, bStrides].map((strides) => strides.every((s) => s > 0));
  if (aFull) {
    const candidate = binaryCandidate(onednn, algorithm, dims, bStrides, false);
    if (candidate.usable) candidate.primitive.run(a, b, out);
    return candidate.usable;
  }
  const negate = algorithm === Binary.sub;
  if (!bFull || !(negate || commutative.has(algorithm))) return false;
  const candidate = binaryCandidate(onednn, algorithm, dims, aStrides, negate);
  if (candidate.usable) candidate.primitive.run(b, a, out);
  return candidate.usable;
}

function binaryCandidate(
  onednn: Onednn,
  algorithm: number,
  dims: readonly number[],
  secondStrides: readonly number[],
  negate: boolean,
): Candidate {
  const secondDims = dims.map((size, i) => (secondStrides[i] === 0 ? 1 : size));
  return onednn.primitives.get(`binary|${algorithm}|${dims}|${secondDims}|${negate}`, () => {
    const { descriptors } = onednn;
    const first = descriptors.strided(dims, Storage.f32);
    const second = descriptors.strided(secondDims, Storage.f32);
    const operations = negate ? [{ eltwise: Eltwise.linear, alpha: -1 }] : [];
    const descriptor = withPostOperations(onednn, operations, (attributes) =>
      describeOperation(
        onednn,
        'element-wise operation',
        (operation) =>
          onednn.functions.binary(operation, algorithm, first.native, second.native, first.native),
        { attributes },
      ),
    );
    return new Candidate(
      new Primitive(onednn, descriptor, [
        [Arg.source, first],
        [Arg.source1, second],
        [Arg.destination, first],
      ]),
    );
  });
}
