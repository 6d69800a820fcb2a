import { checkStatus } from '../native/check-status.js';
import { Arg } from './constants.js';
import type { Descriptor } from './descriptor.js';
import type { Onednn } from './onednn.js';
import { PrimitiveDescriptor } from './primitive-descriptor.js';
import { Primitive } from './primitive.js';

/** Copies one layout of an array into another; not cached. */
export function makeReorder(onednn: Onednn, from: Descriptor, to: Descriptor): Primitive {
  const { functions, engine } = onednn;
  const handle = [0];
  checkStatus(
    functions.reorder(handle, from.native, engine, to.native, engine, 0),
    `find a way to copy ${from.key} to ${to.key}`,
  );
  const descriptor = new PrimitiveDescriptor(onednn, handle[0]);
  return new Primitive(onednn, descriptor, [
    [Arg.source, from],
    [Arg.destination, to],
  ]);
}

/** The cached copy between two layouts that were described by strides. */
export function reorder(onednn: Onednn, from: Descriptor, to: Descriptor): Primitive {
  const key = `reorder|${from.key}|${to.key}`;
  return onednn.primitives.get(key, () => makeReorder(onednn, from, to));
}
