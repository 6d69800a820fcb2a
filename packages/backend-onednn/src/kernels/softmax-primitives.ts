import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { using } from '../engine/primitive-descriptor.js';
import { Storage } from '../engine/storage.js';

const axis = 1;

/** Softmax of [rows, columns] over the columns. Arguments: x, y. */
export function softmaxPrimitive(
  onednn: Onednn,
  rows: number,
  columns: number,
  storage: Storage = Storage.f32,
): Primitive {
  return onednn.primitives.get(`softmax|${rows}|${columns}|${storage}`, () => {
    const matrix = strided([rows, columns], storage);
    const wanted = { source: matrix, destination: matrix, axis };
    return new Primitive(onednn, onednn.operations.softmaxForward(wanted), [
      ['source', matrix],
      ['destination', matrix],
    ]);
  });
}

/** Its gradient, y · (dy − Σ dy·y). Arguments: y, gradient of y, gradient of x. */
export function softmaxGradientPrimitive(
  onednn: Onednn,
  rows: number,
  columns: number,
  storage: Storage = Storage.f32,
): Primitive {
  return onednn.primitives.get(`softmaxGradient|${rows}|${columns}|${storage}`, () => {
    const matrix = strided([rows, columns], storage);
    const wanted = { source: matrix, destination: matrix, axis };
    const backward = using(onednn.operations.softmaxForward(wanted), (forward) =>
      onednn.operations.softmaxBackward(wanted, forward),
    );
    return new Primitive(onednn, backward, [
      ['destination', matrix],
      ['diffDestination', matrix],
      ['diffSource', matrix],
    ]);
  });
}
