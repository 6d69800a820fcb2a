import type { Onednn } from '../engine/onednn.js';
import { using } from '../engine/primitive-descriptor.js';
import { Primitive } from '../engine/primitive.js';
import type { Takes } from '../engine/primitive.js';
import type { Eltwise } from '../engine/wanted.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';

/** A function of one number that the library knows, with its two parameters. */
export type EltwiseOperation = Omit<Eltwise, 'array'>;

const keyOf = (
  size: number,
  { algorithm, alpha = 0, beta = 0 }: EltwiseOperation,
  storage: number,
) => `${algorithm}|${alpha}|${beta}|${size}|${storage}`;

/** Source and destination may be the same. */
export function eltwise(
  onednn: Onednn,
  size: number,
  operation: EltwiseOperation,
  storage: Storage = Storage.f32,
): Primitive<Takes<'source' | 'destination'>> {
  return onednn.primitives.get(`eltwise|${keyOf(size, operation, storage)}`, (keep) => {
    const array = strided([size], storage);
    const forward = onednn.operations.eltwiseForward({ ...operation, array });
    return keep(new Primitive(onednn, forward, { source: array, destination: array }));
  });
}

/** The gradients of source and destination may be the same. */
export function eltwiseGradient(
  onednn: Onednn,
  size: number,
  operation: EltwiseOperation,
  storage: Storage = Storage.f32,
): Primitive<Takes<'source' | 'diffDestination' | 'diffSource'>> {
  return onednn.primitives.get(`eltwiseGradient|${keyOf(size, operation, storage)}`, (keep) => {
    const array = strided([size], storage);
    const wanted = { ...operation, array };
    const backward = using(onednn.operations.eltwiseForward(wanted), (forward) =>
      onednn.operations.eltwiseBackward(wanted, forward),
    );
    const layouts = { source: array, diffDestination: array, diffSource: array };
    return keep(new Primitive(onednn, backward, layouts));
  });
}
