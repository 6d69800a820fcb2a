import type { Onednn } from '../engine/onednn.js';
import { using } from '../engine/primitive-descriptor.js';
import { Primitive } from '../engine/primitive.js';
import type { Takes } from '../engine/primitive.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';

const axis = 1;

/** Softmax of [rows, columns] over the columns; source and destination may be the same. */
export function softmaxPrimitive(
  onednn: Onednn,
  rows: number,
  columns: number,
  storage: Storage = Storage.f32,
): Primitive<Takes<'source' | 'destination'>> {
  return onednn.primitives.get(`softmax|${rows}|${columns}|${storage}`, (keep) => {
    const matrix = strided([rows, columns], storage);
    const layouts = { source: matrix, destination: matrix };
    const forward = onednn.operations.softmaxForward({ ...layouts, axis });
    return keep(new Primitive(onednn, forward, layouts));
  });
}

/** Its gradient, y · (dy − Σ dy·y): the destination is y. */
export function softmaxGradientPrimitive(
  onednn: Onednn,
  rows: number,
  columns: number,
  storage: Storage = Storage.f32,
): Primitive<Takes<'destination' | 'diffDestination' | 'diffSource'>> {
  return onednn.primitives.get(`softmaxGradient|${rows}|${columns}|${storage}`, (keep) => {
    const matrix = strided([rows, columns], storage);
    const wanted = { source: matrix, destination: matrix, axis };
    const backward = using(onednn.operations.softmaxForward(wanted), (forward) =>
      onednn.operations.softmaxBackward(wanted, forward),
    );
    const layouts = { destination: matrix, diffDestination: matrix, diffSource: matrix };
    return keep(new Primitive(onednn, backward, layouts));
  });
}
