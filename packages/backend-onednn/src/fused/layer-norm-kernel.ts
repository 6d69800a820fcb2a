import type { TensorInfo } from '@tensorflow/tfjs-core';
import { Arg, Normalization, Propagation, Storage } from '../engine/constants.js';
import { describeOperation } from '../engine/describe-operation.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
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

function layerNormPlan(
  onednn: Onednn,
  rows: number,
  channels: number,
  epsilon: number,
): LayerNormPlan {
  return onednn.primitives.get(`layerNorm|${rows}|${channels}|${epsilon}`, () => {
    const { descriptors, functions } = onednn;
    const matrix = descriptors.strided([rows, channels], Storage.f32);
    const row = descriptors.strided([channels], Storage.f32);
    const column = descriptors.strided([rows], Storage.f32);
    const flags = Normalization.scale | Normalization.shift;
    const [x, statistics] = [matrix.native, column.native];
    const forward = describeOperation(onednn, 'layer normalisation', (operation) =>
      functions.layerNormForward(operation, Propagation.training, x, statistics, epsilon, flags),
    );
    const { backward: kind } = Propagation;
    const backward = describeOperation(
      onednn,
      'gradient of layer normalisation',
      (operation) => functions.layerNormBackward(operation, kind, x, x, statistics, epsilon, flags),
      { forward },
    );
    return new LayerNormPlan(
      new Primitive(onednn, forward, [
        [Arg.source, matrix],
        [Arg.scale, row],
        [Arg.shift, row],
        [Arg.mean, column],
        [Arg.variance, column],
        [Arg.destination, matrix],
      ]),
      new Primitive(onednn, backward, [
        [Arg.source, matrix],
        [Arg.mean, column],
        [Arg.variance, column],
        [Arg.scale, row],
        [Arg.shift, row],
        [Arg.diffDestination, matrix],
        [Arg.diffSource, matrix],
        [Arg.diffScale, row],
        [Arg.diffShift, row],
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
