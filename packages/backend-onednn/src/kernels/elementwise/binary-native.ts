import { strided } from '../../engine/descriptor.js';
import type { BinaryAlgorithm } from '../../engine/enums.js';
import type { Onednn } from '../../engine/onednn.js';
import type { PostOperation } from '../../engine/post-operations.js';
import { Primitive } from '../../engine/primitive.js';
import { ReferenceCodeError } from '../../engine/reference-code.js';
import { Storage } from '../../engine/storage.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import type { Broadcast } from './broadcast.js';

/** The most axes for which oneDNN has compiled broadcasts. */
const maximumRank = 5;

/** The operation g for which g(b, a) = f(a, b); subtraction is negated besides. */
const swapped: Readonly<Partial<Record<BinaryAlgorithm, BinaryAlgorithm>>> = {
  add: 'add',
  mul: 'mul',
  max: 'max',
  min: 'min',
  sub: 'sub',
  equal: 'equal',
  notEqual: 'notEqual',
  greater: 'less',
  less: 'greater',
  greaterEqual: 'lessEqual',
  lessEqual: 'greaterEqual',
};

/** A primitive, or the knowledge that the library has none to be trusted. */
class Candidate {
  readonly primitive: Primitive | undefined;

  constructor(make: () => Primitive) {
    try {
      this.primitive = make();
    } catch (error) {
      if (!(error instanceof ReferenceCodeError)) throw error;
    }
  }

  /** @returns false where there is none, and nothing was done */
  run(...ranges: MemoryRange[]): boolean {
    this.primitive?.run(...ranges);
    return this.primitive !== undefined;
  }

  destroy(): void {
    this.primitive?.destroy();
  }
}

/** How the operands and the result are stored; f32 by default. */
export interface BinaryStorages {
  readonly a?: Storage;
  readonly b?: Storage;
  readonly result?: Storage;
}

/**
 * Runs a binary operation in the library. oneDNN broadcasts its second operand only, so operands may
 * change places.
 *
 * @returns false when the library cannot do it well, and nothing was done
 */
export function runBinary(
  onednn: Onednn,
  algorithm: BinaryAlgorithm,
  { dims, aStrides, bStrides }: Broadcast,
  [a, b, out]: readonly [a: MemoryRange, b: MemoryRange, out: MemoryRange],
  storages: BinaryStorages = {},
): boolean {
  if (dims.length > maximumRank) return false;
  const [aFull, bFull] = [aStrides, bStrides].map((strides) => strides.every((s) => s > 0));
  if (aFull) {
    const candidate = binaryCandidate(onednn, { algorithm, dims, others: bStrides, storages });
    return candidate.run(a, b, out);
  }
  const other = swapped[algorithm];
  if (!bFull || other === undefined) return false;
  const candidate = binaryCandidate(onednn, {
    algorithm: other,
    dims,
    others: aStrides,
    storages: { ...storages, a: storages.b, b: storages.a },
    negate: algorithm === 'sub',
  });
  return candidate.run(b, a, out);
}

interface Operation {
  readonly algorithm: BinaryAlgorithm;
  /** Of the first operand and the result. */
  readonly dims: readonly number[];
  /** Strides of the second operand, 0 where it repeats. */
  readonly others: readonly number[];
  readonly storages: BinaryStorages;
  readonly negate?: boolean;
}

function binaryCandidate(
  onednn: Onednn,
  { algorithm, dims, others, storages, negate = false }: Operation,
): Candidate {
  const { a = Storage.f32, b = Storage.f32, result = Storage.f32 } = storages;
  const secondDims = dims.map((size, i) => (others[i] === 0 ? 1 : size));
  const key = `binary|${algorithm}|${dims}|${secondDims}|${a},${b},${result}|${negate}`;
  return onednn.primitives.get(key, () => {
    const first = strided(dims, a);
    const second = strided(secondDims, b);
    const destination = strided(dims, result);
    const after: PostOperation[] = negate ? [{ eltwise: 'linear', alpha: -1 }] : [];
    const wanted = { algorithm, a: first, b: second, destination };
    return new Candidate(
      () =>
        new Primitive(onednn, onednn.operations.binary(wanted, after), [
          ['source', first],
          ['source1', second],
          ['destination', destination],
        ]),
    );
  });
}
