import type { TensorInfo } from '@tensorflow/tfjs-core';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import type { Argument } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
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

/** `storage` is that of x, y and their gradients; the rest is f32. */
export function batchNormPlan(
  onednn: Onednn,
  shape: readonly number[],
  { epsilon, relu }: BatchNormAttrs,
  storage: Storage = Storage.f32,
): BatchNormPlan {
  const channels = shape[shape.length - 1];
  const [n, h, w] = imageOf(shape);
  const key = `batchNorm|${n},${h},${w},${channels}|${epsilon}|${relu}|${storage}`;
  return onednn.primitives.get(key, () => {
    const strides = [h * w * channels, 1, w * channels, channels];
    const image = strided([n, channels, h, w], storage, strides);
    const vector = strided([channels], Storage.f32);
    const wanted = { images: image, epsilon, relu };
    const forward = onednn.operations.batchNormForward(wanted);
    const backward = onednn.operations.batchNormBackward(wanted, forward);
    const workspace = relu ? forward.layoutOf('workspace') : undefined;
    const notes: Argument[] = workspace ? [['workspace', workspace]] : [];
    return new BatchNormPlan(
      new Primitive(onednn, forward, [
        ['source', image],
        ['scale', vector],
        ['shift', vector],
        ['mean', vector],
        ['variance', vector],
        ['destination', image],
        ...notes,
      ]),
      new Primitive(onednn, backward, [
        ['source', image],
        ['mean', vector],
        ['variance', vector],
        ['scale', vector],
        ['shift', vector],
        ['diffDestination', image],
        ['diffSource', image],
        ['diffScale', vector],
        ['diffShift', vector],
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
