import type { Descriptor } from './descriptor.js';
import type { Onednn } from './onednn.js';
import { Primitive } from './primitive.js';
import type { Takes } from './primitive.js';

type Copy = Primitive<Takes<'source' | 'destination'>>;

/** Copies one layout of an array into another; not cached. */
export const makeReorder = (onednn: Onednn, source: Descriptor, destination: Descriptor): Copy =>
  new Primitive(onednn, onednn.operations.reorder(source, destination), { source, destination });

/** The cached copy between two layouts that were described by strides. */
export function reorder(onednn: Onednn, from: Descriptor, to: Descriptor): Copy {
  const key = `reorder|${from.key}|${to.key}`;
  return onednn.primitives.get(key, (keep) => keep(makeReorder(onednn, from, to)));
}
