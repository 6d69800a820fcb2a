import type { Descriptor } from './descriptor.js';
import type { Onednn } from './onednn.js';
import { Primitive } from './primitive.js';

/** Copies one layout of an array into another; not cached. */
export function makeReorder(onednn: Onednn, from: Descriptor, to: Descriptor): Primitive {
  return new Primitive(onednn, onednn.operations.reorder(from, to), [
    ['source', from],
    ['destination', to],
  ]);
}

/** The cached copy between two layouts that were described by strides. */
export function reorder(onednn: Onednn, from: Descriptor, to: Descriptor): Primitive {
  const key = `reorder|${from.key}|${to.key}`;
  return onednn.primitives.get(key, () => makeReorder(onednn, from, to));
}
