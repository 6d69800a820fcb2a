import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';

/**
 * Normalisation of each row of [rows, channels] and its gradient. `storage` is that of x, y and their gradients;
 * the rest is f32.
 */
export function layerNormPlan(
  onednn: Onednn,
  rows: number,
  channels: number,
  epsilon: number,
  storage: Storage = Storage.f32,
) {
  return onednn.primitives.get(`layerNorm|${rows}|${channels}|${epsilon}|${storage}`, (keep) => {
    const matrix = strided([rows, channels], storage);
    const row = strided([channels], Storage.f32);
    const column = strided([rows], Storage.f32);
    const wanted = { array: matrix, statistics: column, epsilon };
    const forward = keep(onednn.operations.layerNormForward(wanted));
    const backward = keep(onednn.operations.layerNormBackward(wanted, forward));
    const shared = { source: matrix, mean: column, variance: column, scale: row, shift: row };
    const gradients = {
      ...{ diffDestination: matrix, diffSource: matrix },
      ...{ diffScale: row, diffShift: row },
    };
    return {
      forward: keep(new Primitive(onednn, forward, { ...shared, destination: matrix })),
      backward: keep(new Primitive(onednn, backward, { ...shared, ...gradients })),
    };
  });
}
