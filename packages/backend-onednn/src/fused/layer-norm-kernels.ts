import { kernels } from '@gnp/ops';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

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

/** y, mean and variance; and the gradients of x, scale and shift. */
export const layerNormKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.LayerNorm, ({ inputs, attrs, backend }) => {
    const { x, scale, shift } = inputs;
    const source = backend.dataOf(x);
    const channels = scale.shape[0];
    const rows = source.size / channels;
    const plan = layerNormPlan(backend.onednn, rows, channels, attrs.epsilon, source.storage);
    const y = backend.outputLike(x);
    const [mean, variance] = [backend.output([rows]), backend.output([rows])];
    plan.forward.run({
      source,
      scale: backend.dataOf(scale),
      shift: backend.dataOf(shift),
      mean: mean.data,
      variance: variance.data,
      destination: y.data,
    });
    return [y, mean, variance];
  }),
  fusedKernel(kernels.LayerNormGrad, ({ inputs, attrs, backend }) => {
    const { x, mean, variance, scale, shift, dy } = inputs;
    const source = backend.dataOf(x);
    const [rows, channels] = [mean.shape[0], scale.shape[0]];
    const plan = layerNormPlan(backend.onednn, rows, channels, attrs.epsilon, source.storage);
    const dx = backend.outputLike(x);
    const [dScale, dShift] = [scale, shift].map(({ shape }) => backend.output(shape));
    plan.backward.run({
      source,
      mean: backend.dataOf(mean),
      variance: backend.dataOf(variance),
      scale: backend.dataOf(scale),
      shift: backend.dataOf(shift),
      diffDestination: backend.dataOf(dy),
      diffSource: dx.data,
      diffScale: dScale.data,
      diffShift: dShift.data,
    });
    return [dx, dScale, dShift];
  }),
];
