import { util } from '@tensorflow/tfjs-core';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';

/**
 * Batch normalisation over the rows of [rows, channels] and its gradient; in a workspace relu notes which elements
 * it let pass. `storage` is that of x, y and their gradients; the rest is f32.
 */
export function batchNormPlan(
  onednn: Onednn,
  shape: readonly number[],
  { epsilon, relu }: { readonly epsilon: number; readonly relu: boolean },
  storage: Storage = Storage.f32,
) {
  const channels = shape[shape.length - 1];
  const [n, h, w] = imageOf(shape);
  const key = `batchNorm|${n},${h},${w},${channels}|${epsilon}|${relu}|${storage}`;
  return onednn.primitives.get(key, (keep) => {
    const strides = [h * w * channels, 1, w * channels, channels];
    const image = strided([n, channels, h, w], storage, strides);
    const vector = strided([channels], Storage.f32);
    const wanted = { images: image, epsilon, relu };
    const forward = keep(onednn.operations.batchNormForward(wanted));
    const backward = keep(onednn.operations.batchNormBackward(wanted, forward));
    const workspace = relu ? forward.layoutOf('workspace') : undefined;
    const statistics = { mean: vector, variance: vector };
    const shared = { source: image, ...statistics, scale: vector, workspace };
    const shift = onednn.dialect.shiftInBackward ? vector : undefined;
    const gradients = {
      ...{ diffDestination: image, diffSource: image },
      ...{ diffScale: vector, diffShift: vector },
    };
    const layouts = { ...shared, shift: vector, destination: image };
    return {
      forward: keep(new Primitive(onednn, forward, layouts)),
      backward: keep(new Primitive(onednn, backward, { ...shared, shift, ...gradients })),
      workspaceBytes: workspace?.bytes ?? 0,
    };
  });
}

/** The leading axes as batch, height and width. */
function imageOf(shape: readonly number[]): [number, number, number] {
  const leading = shape.slice(0, -1);
  const [width = 1, height = 1] = [leading.pop(), leading.pop()];
  return [util.sizeFromShape(leading), height, width];
}
