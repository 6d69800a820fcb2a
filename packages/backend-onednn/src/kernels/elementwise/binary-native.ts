import { Arg, Binary, Eltwise, Storage } from '../../engine/constants.js';
import { describeOperation } from '../../engine/describe-operation.js';
import type { Onednn } from '../../engine/onednn.js';
import { withPostOperations } from '../../engine/post-operations.js';
import { Primitive } from '../../engine/primitive.js';
import type { Broadcast } from './broadcast.js';

/** The most axes for which oneDNN has compiled broadcasts. */
const maximumRank = 5;

/** The operation g for which g(b, a) = f(a, b); subtraction is negated besides. */
const swapped = new Map<number, number>([
  [Binary.add, Binary.add],
  [Binary.mul, Binary.mul],
  [Binary.max, Binary.max],
  [Binary.min, Binary.min],
  [Binary.sub, Binary.sub],
  [Binary.equal, Binary.equal],
  [Binary.notEqual, Binary.notEqual],
  [Binary.greater, Binary.less],
  [Binary.less, Binary.greater],
  [Binary.greaterEqual, Binary.lessEqual],
  [Binary.lessEqual, Binary.greaterEqual],
]);

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
 * Runs a binary operation on floats in the library; the result is stored as `storage`. oneDNN
 * broadcasts its second operand only, so operands may change places.
 *
 * @returns false when the library cannot do it well, and nothing was done
 */
export function runBinary(
  onednn: Onednn,
  algorithm: number,
  { dims, aStrides, bStrides }: Broadcast,
  [a, b, out]: readonly [a: number, b: number, out: number],
  storage: Storage = Storage.f32,
): boolean {
  if (dims.length > maximumRank) return false;
  const [aFull, bFull] = [aStrides, bStrides].map((strides) => strides.every((s) => s > 0));
  if (aFull) {
    const candidate = binaryCandidate(onednn, { algorithm, dims, others: bStrides, storage });
    if (candidate.usable) candidate.primitive.run(a, b, out);
    return candidate.usable;
  }
  const other = swapped.get(algorithm);
  if (!bFull || other === undefined) return false;
  const negate = algorithm === Binary.sub;
  const operation = { algorithm: other, dims, others: aStrides, storage, negate };
  const candidate = binaryCandidate(onednn, operation);
  if (candidate.usable) candidate.primitive.run(b, a, out);
  return candidate.usable;
}

interface Operation {
  readonly algorithm: number;
  /** Of the first operand and the result. */
  readonly dims: readonly number[];
  /** Strides of the second operand, 0 where it repeats. */
  readonly others: readonly number[];
  readonly storage: Storage;
  readonly negate?: boolean;
}

function binaryCandidate(
  onednn: Onednn,
  { algorithm, dims, others, storage, negate = false }: Operation,
): Candidate {
  const secondDims = dims.map((size, i) => (others[i] === 0 ? 1 : size));
  const key = `binary|${algorithm}|${dims}|${secondDims}|${storage}|${negate}`;
  return onednn.primitives.get(key, () => {
    const { descriptors, functions } = onednn;
    const first = descriptors.strided(dims, Storage.f32);
    const second = descriptors.strided(secondDims, Storage.f32);
    const result = descriptors.strided(dims, storage);
    const operations = negate ? [{ eltwise: Eltwise.linear, alpha: -1 }] : [];
    const descriptor = withPostOperations(onednn, operations, (attributes) =>
      describeOperation(
        onednn,
        'element-wise operation',
        (operation) =>
          functions.binary(operation, algorithm, first.native, second.native, result.native),
        { attributes },
      ),
    );
    return new Candidate(
      new Primitive(onednn, descriptor, [
        [Arg.source, first],
        [Arg.source1, second],
        [Arg.destination, result],
      ]),
    );
  });
}
