import { kernels } from '@gnp/ops';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

/** Normalisation of each row of [rows, channels] and its gradient. */
class LayerNormPlan {
  /** Arguments: x, scale, shift, mean, variance, y. */
  readonly forward: Primitive;
  /** Arguments: x, mean, variance, scale, shift, dy, dx, dScale, dShift. */
  readonly backward: Primitive;

  constructor(forward: Primitive, backward: Primitive) {
    this.forward = forward;
    this.backward = backward;
  }

  destroy(): void {
    this.forward.destroy();
    this.backward.destroy();
  }
}

/** `storage` is that of x, y and their gradients; the rest is f32. */
export function layerNormPlan(
  onednn: Onednn,
  rows: number,
  channels: number,
  epsilon: number,
  storage: Storage = Storage.f32,
): LayerNormPlan {
  return onednn.primitives.get(`layerNorm|${rows}|${channels}|${epsilon}|${storage}`, (keep) => {
    const matrix = strided([rows, channels], storage);
    const row = strided([channels], Storage.f32);
    const column = strided([rows], Storage.f32);
    const wanted = { array: matrix, statistics: column, epsilon };
    const forward = keep(onednn.operations.layerNormForward(wanted));
    const backward = keep(onednn.operations.layerNormBackward(wanted, forward));
    return new LayerNormPlan(
      keep(
        new Primitive(onednn, forward, [
          ['source', matrix],
          ['scale', row],
          ['shift', row],
          ['mean', column],
          ['variance', column],
          ['destination', matrix],
        ]),
      ),
      new Primitive(onednn, backward, [
        ['source', matrix],
        ['mean', column],
        ['variance', column],
        ['scale', row],
        ['shift', row],
        ['diffDestination', matrix],
        ['diffSource', matrix],
        ['diffScale', row],
        ['diffShift', row],
      ]),
    );
  });
}

/** y, mean and variance; and the gradients of x, scale and shift. */
export const layerNormKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.LayerNorm, ({ inputs, attrs, backend }) => {
    const { x, scale, shift } = inputs;
    const { storage, size } = backend.dataOf(x);
    const channels = scale.shape[0];
    const rows = size / channels;
    const plan = layerNormPlan(backend.onednn, rows, channels, attrs.epsilon, storage);
    const y = backend.output(x.shape, 'float32', storage);
    const [mean, variance] = [backend.output([rows]), backend.output([rows])];
    plan.forward.run(
      backend.dataOf(x).rangeAs(storage),
      ...[scale, shift].map((t) => backend.dataOf(t).range),
      ...[mean, variance].map(({ data }) => data.range),
      y.data.rangeAs(storage),
    );
    return [y, mean, variance];
  }),
  fusedKernel(kernels.LayerNormGrad, ({ inputs, attrs, backend }) => {
    const { x, mean, variance, scale, shift, dy } = inputs;
    const { storage } = backend.dataOf(x);
    const [rows, channels] = [mean.shape[0], scale.shape[0]];
    const plan = layerNormPlan(backend.onednn, rows, channels, attrs.epsilon, storage);
    const dx = backend.output(x.shape, 'float32', storage);
    const [dScale, dShift] = [scale, shift].map(({ shape }) => backend.output(shape));
    plan.backward.run(
      backend.dataOf(x).rangeAs(storage),
      ...[mean, variance, scale, shift].map((t) => backend.dataOf(t).range),
      ...[backend.dataOf(dy), dx.data].map((data) => data.rangeAs(storage)),
      ...[dScale, dShift].map(({ data }) => data.range),
    );
    return [dx, dScale, dShift];
  }),
];
