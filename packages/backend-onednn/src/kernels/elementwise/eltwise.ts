import { strided } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';
import { using } from '../../engine/primitive-descriptor.js';
import { Storage } from '../../engine/storage.js';
import type { Eltwise } from '../../engine/wanted.js';

/** A function of one number that the library knows, with its two parameters. */
export type EltwiseOperation = Omit<Eltwise, 'array'>;

const keyOf = (
  size: number,
  { algorithm, alpha = 0, beta = 0 }: EltwiseOperation,
  storage: number,
) => `${algorithm}|${alpha}|${beta}|${size}|${storage}`;

/** Arguments: x, y. They may be the same. */
export function eltwise(
  onednn: Onednn,
  size: number,
  operation: EltwiseOperation,
  storage: Storage = Storage.f32,
): Primitive {
  return onednn.primitives.get(`eltwise|${keyOf(size, operation, storage)}`, () => {
    const array = strided([size], storage);
    return new Primitive(onednn, onednn.operations.eltwiseForward({ ...operation, array }), [
      ['source', array],
      ['destination', array],
    ]);
  });
}

/** Arguments: x, gradient of y, gradient of x. The last two may be the same. */
export function eltwiseGradient(
  onednn: Onednn,
  size: number,
  operation: EltwiseOperation,
  storage: Storage = Storage.f32,
): Primitive {
  return onednn.primitives.get(`eltwiseGradient|${keyOf(size, operation, storage)}`, () => {
    const array = strided([size], storage);
    const wanted = { ...operation, array };
    const backward = using(onednn.operations.eltwiseForward(wanted), (forward) =>
      onednn.operations.eltwiseBackward(wanted, forward),
    );
    return new Primitive(onednn, backward, [
      ['source', array],
      ['diffDestination', array],
      ['diffSource', array],
    ]);
  });
}
