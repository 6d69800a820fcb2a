import { makeBinary } from '../engine/binary.js';
import type { BinaryPrimitive } from '../engine/binary.js';
import type { BinaryAlgorithm } from '../engine/enums.js';
import type { Onednn } from '../engine/onednn.js';
import type { PostOperation } from '../engine/post-operations.js';
import { ReferenceCodeError } from '../engine/reference-code.js';
import type { Place } from '../memory/memory-range.js';
import { strided } from '../portable/array.js';
import type { Broadcast } from '../portable/broadcast.js';
import { Storage } from '../portable/storage.js';

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

/** How the operands and the result are stored; f32 by default. */
export interface BinaryStorages {
  readonly a?: Storage;
  readonly b?: Storage;
  readonly result?: Storage;
}

/** The operands and the result. */
export interface BinaryPlaces {
  readonly a: Place;
  readonly b: Place;
  readonly out: Place;
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
  { dims, aStrides, bStrides }: Pick<Broadcast, 'dims' | 'aStrides' | 'bStrides'>,
  { a, b, out }: BinaryPlaces,
  storages: BinaryStorages = {},
): boolean {
  if (dims.length > maximumRank) return false;
  const [aFull, bFull] = [aStrides, bStrides].map((strides) => strides.every((s) => s > 0));
  if (aFull) {
    const primitive = compiled(onednn, { algorithm, dims, others: bStrides, storages });
    primitive?.run({ source: a, source1: b, destination: out });
    return primitive !== undefined;
  }
  const other = swapped[algorithm];
  if (!bFull || other === undefined) return false;
  const primitive = compiled(onednn, {
    algorithm: other,
    dims,
    others: aStrides,
    storages: { ...storages, a: storages.b, b: storages.a },
    negate: algorithm === 'sub',
  });
  primitive?.run({ source: b, source1: a, destination: out });
  return primitive !== undefined;
}

/**
 * Runs a binary operation on `size` floats, or on them and one number.
 *
 * @throws Error when the library cannot do it well
 */
export function runOnFloats(
  onednn: Onednn,
  algorithm: BinaryAlgorithm,
  size: number,
  places: BinaryPlaces,
  { repeatsB = false } = {},
): void {
  const plan = { dims: [size], aStrides: [1], bStrides: [repeatsB ? 0 : 1] };
  if (runBinary(onednn, algorithm, plan, places)) return;
  throw new Error(`oneDNN has no compiled '${algorithm}' of ${size} floats.`);
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

/** Undefined where the library has no primitive that can be trusted. */
function compiled(
  onednn: Onednn,
  { algorithm, dims, others, storages, negate = false }: Operation,
): BinaryPrimitive | undefined {
  const { a = Storage.f32, b = Storage.f32, result = Storage.f32 } = storages;
  const secondDims = dims.map((size, i) => (others[i] === 0 ? 1 : size));
  const key = `binary|${algorithm}|${dims}|${secondDims}|${a},${b},${result}|${negate}`;
  return onednn.primitives.get(key, (keep) => {
    const after: PostOperation[] = negate ? [{ eltwise: 'linear', alpha: -1 }] : [];
    const wanted = {
      ...{ algorithm, a: strided(dims, a), b: strided(secondDims, b) },
      destination: strided(dims, result),
    };
    try {
      return keep(makeBinary(onednn, wanted, after));
    } catch (error) {
      if (error instanceof ReferenceCodeError) return undefined;
      throw error;
    }
  });
}
