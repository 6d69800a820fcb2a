import type { TensorInfo } from '@tensorflow/tfjs-core';
import { Arg, Normalization, Propagation, Query, Storage } from '../engine/constants.js';
import { describeOperation } from '../engine/describe-operation.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import type { Argument } from '../engine/primitive.js';
import type { Numbers } from '../kernels/elementwise/binary-loop.js';
import { defineKernel } from '../kernels/kernel.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { BatchNormTraining, BatchNormTrainingGrad } from './kernel-names.js';

export interface BatchNormAttrs {
  readonly epsilon: number;
  readonly relu: boolean;
}

/** Batch normalisation over the rows of [rows, channels] and its gradient. */
class BatchNormPlan {
  /** Arguments: x, scale, shift, mean, variance, y [, workspace]. */
  readonly forward: Primitive;
  /** Arguments: x, mean, variance, scale, shift, dy, dx, dScale, dShift [, workspace]. */
  readonly backward: Primitive;
  /** Size of the notes on which elements relu let pass. */
  readonly workspaceBytes: number;

  constructor(forward: Primitive, backward: Primitive, workspaceBytes: number) {
    this.forward = forward;
    this.backward = backward;
    this.workspaceBytes = workspaceBytes;
  }

  destroy(): void {
    this.forward.destroy();
    this.backward.destroy();
  }
}

function batchNormPlan(
  onednn: Onednn,
  shape: readonly number[],
  { epsilon, relu }: BatchNormAttrs,
): BatchNormPlan {
  const channels = shape[shape.length - 1];
  const [n, h, w] = imageOf(shape);
  return onednn.primitives.get(`batchNorm|${n},${h},${w},${channels}|${epsilon}|${relu}`, () => {
    const { descriptors, functions } = onednn;
    const strides = [h * w * channels, 1, w * channels, channels];
    const image = descriptors.strided([n, channels, h, w], Storage.f32, strides);
    const vector = descriptors.strided([channels], Storage.f32);
    const { scale, shift } = Normalization;
    const flags = scale | shift | (relu ? Normalization.relu : 0);
    const forward = describeOperation(onednn, 'batch normalisation', (operation) =>
      functions.batchNormForward(operation, Propagation.training, image.native, epsilon, flags),
    );
    const backward = describeOperation(
      onednn,
      'gradient of batch normalisation',
      (operation) =>
        functions.batchNormBackward(
          operation,
          Propagation.backward,
          image.native,
          image.native,
          epsilon,
          flags,
        ),
      { forward },
    );
    const workspace = relu ? forward.layoutOf(Query.workspace) : undefined;
    const notes: Argument[] = workspace ? [[Arg.workspace, workspace]] : [];
    return new BatchNormPlan(
      new Primitive(onednn, forward, [
        [Arg.source, image],
        [Arg.scale, vector],
        [Arg.shift, vector],
        [Arg.mean, vector],
        [Arg.variance, vector],
        [Arg.destination, image],
        ...notes,
      ]),
      new Primitive(onednn, backward, [
        [Arg.source, image],
        [Arg.mean, vector],
        [Arg.variance, vector],
        [Arg.scale, vector],
        [Arg.shift, vector],
        [Arg.diffDestination, image],
        [Arg.diffSource, image],
        [Arg.diffScale, vector],
        [Arg.diffShift, vector],
        ...notes,
      ]),
      workspace?.bytes ?? 0,
    );
  });
}

/** The leading axes as batch, height and width. */
function imageOf(shape: readonly number[]): [number, number, number] {
  const leading = shape.slice(0, -1);
  const [width = 1, height = 1] = [leading.pop(), leading.pop()];
  return [leading.reduce((a, b) => a * b, 1), height, width];
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
  readonly notes: TensorInfo;
}

/** y, mean, variance and relu's notes; and the gradients of x, scale and shift. */
export const batchNormKernels: readonly OnednnKernel[] = [
  defineKernel<Inputs, BatchNormAttrs>(BatchNormTraining, ({ inputs, attrs, backend }) => {
    const { x, scale, shift } = inputs;
    const plan = batchNormPlan(backend.onednn, x.shape, attrs);
    const y = backend.output(x.shape);
    const mean = backend.output(scale.shape);
    const variance = backend.output(scale.shape);
    const notes = backend.output([plan.workspaceBytes], 'bool');
    const operands = [x, scale, shift].map((t) => backend.dataOf(t).address);
    const results = [mean, variance, y, notes].map(({ data }) => data.address);
    plan.forward.run(...operands, ...results);
    if (attrs.relu) markNaN(mean.data.numbers, y.data.numbers);
    return [y, mean, variance, notes];
  }),
  defineKernel<GradInputs, BatchNormAttrs>(BatchNormTrainingGrad, ({ inputs, attrs, backend }) => {
    const { x, mean, variance, scale, shift, dy, notes } = inputs;
    const plan = batchNormPlan(backend.onednn, x.shape, attrs);
    const outputs = [x.shape, scale.shape, shift.shape].map((shape) => backend.output(shape));
    const operands = [x, mean, variance, scale, shift, dy].map((t) => backend.dataOf(t).address);
    const results = outputs.map(({ data }) => data.address);
    plan.backward.run(...operands, ...results, backend.dataOf(notes).address);
    return outputs;
  }),
];

/** The library's relu turns NaN into 0; a channel whose mean is not finite is made NaN again. */
function markNaN(mean: ArrayLike<number>, y: Numbers): void {
  for (let c = 0; c < mean.length; c++) {
    if (Number.isFinite(mean[c])) continue;
    for (let i = c; i < y.length; i += mean.length) y[i] = NaN;
  }
}
