import type { TensorInfo } from '@tensorflow/tfjs-core';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import { defineKernel } from '../kernels/kernel.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { LayerNormTraining, LayerNormTrainingGrad } from './kernel-names.js';

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
  return onednn.primitives.get(`layerNorm|${rows}|${channels}|${epsilon}|${storage}`, () => {
    const matrix = strided([rows, channels], storage);
    const row = strided([channels], Storage.f32);
    const column = strided([rows], Storage.f32);
    const wanted = { array: matrix, statistics: column, epsilon };
    const forward = onednn.operations.layerNormForward(wanted);
    const backward = onednn.operations.layerNormBackward(wanted, forward);
    return new LayerNormPlan(
      new Primitive(onednn, forward, [
        ['source', matrix],
        ['scale', row],
        ['shift', row],
        ['mean', column],
        ['variance', column],
        ['destination', matrix],
      ]),
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

interface Inputs {
  readonly x: TensorInfo;
  readonly scale: TensorInfo;
  readonly shift: TensorInfo;
}

interface GradInputs extends Inputs {
  readonly dy: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
}

/** y, mean and variance; and the gradients of x, scale and shift. */
export const layerNormKernels: readonly OnednnKernel[] = [
  defineKernel<Inputs, { epsilon: number }>(LayerNormTraining, ({ inputs, attrs, backend }) => {
    const { x, scale, shift } = inputs;
    const channels = scale.shape[0];
    const rows = backend.dataOf(x).size / channels;
    const plan = layerNormPlan(backend.onednn, rows, channels, attrs.epsilon);
    const y = backend.output(x.shape);
    const mean = backend.output([rows]);
    const variance = backend.output([rows]);
    const operands = [x, scale, shift].map((t) => backend.dataOf(t).address);
    plan.forward.run(...operands, ...[mean, variance, y].map(({ data }) => data.address));
    return [y, mean, variance];
  }),
  defineKernel<GradInputs, { epsilon: number }>(
    LayerNormTrainingGrad,
    ({ inputs, attrs, backend }) => {
      const { x, mean, variance, scale, shift, dy } = inputs;
      const [rows, channels] = [mean.shape[0], scale.shape[0]];
      const plan = layerNormPlan(backend.onednn, rows, channels, attrs.epsilon);
      const outputs = [x.shape, scale.shape, shift.shape].map((shape) => backend.output(shape));
      const operands = [x, mean, variance, scale, shift, dy].map((t) => backend.dataOf(t).address);
      plan.backward.run(...operands, ...outputs.map(({ data }) => data.address));
      return outputs;
    },
  ),
];
