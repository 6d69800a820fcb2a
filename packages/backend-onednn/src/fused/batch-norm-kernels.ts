import { kernels } from '@gnp/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../backend.js';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import type { Argument } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

/** Batch normalisation over the rows of [rows, channels] and its gradient. */
class BatchNormPlan {
  /** Arguments: x, scale, shift, mean, variance, y [, workspace]. */
  readonly forward: Primitive;
  /** Arguments: x, mean, variance, scale [, shift], dy, dx, dScale, dShift [, workspace]. */
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
  { epsilon, relu }: kernels.BatchNormAttrs,
  storage: Storage = Storage.f32,
): BatchNormPlan {
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
    const shift: Argument[] = onednn.dialect.shiftInBackward ? [['shift', vector]] : [];
    const notes: Argument[] = workspace ? [['workspace', workspace]] : [];
    return new BatchNormPlan(
      keep(
        new Primitive(onednn, forward, [
          ['source', image],
          ['scale', vector],
          ['shift', vector],
          ['mean', vector],
          ['variance', vector],
          ['destination', image],
          ...notes,
        ]),
      ),
      new Primitive(onednn, backward, [
        ['source', image],
        ['mean', vector],
        ['variance', vector],
        ['scale', vector],
        ...shift,
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

/** y, mean, variance and relu's notes; and the gradients of x, scale and shift. */
export const batchNormKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.BatchNorm, ({ inputs, attrs, backend }) => {
    const { x, scale, shift } = inputs;
    const { storage } = backend.dataOf(x);
    const plan = batchNormPlan(backend.onednn, x.shape, attrs, storage);
    const y = backend.output(x.shape, 'float32', storage);
    const mean = backend.output(scale.shape);
    const variance = backend.output(scale.shape);
    const notes = backend.output([plan.workspaceBytes], 'bool');
    const vectors = [scale, shift].map((t) => backend.dataOf(t).range);
    plan.forward.run(
      backend.dataOf(x).rangeAs(storage),
      ...[...vectors, mean.data.range, variance.data.range],
      y.data.rangeAs(storage),
      ...(attrs.relu ? [notes.data.range] : []),
    );
    if (attrs.relu) markNaN(brokenChannels(backend, { mean, variance, scale, shift }), [y]);
    return [y, mean, variance, notes];
  }),
  fusedKernel(kernels.BatchNormGrad, ({ inputs, attrs, backend }) => {
    const { x, mean, variance, scale, shift, dy, notes } = inputs;
    const { storage } = backend.dataOf(x);
    const plan = batchNormPlan(backend.onednn, x.shape, attrs, storage);
    const dx = backend.output(x.shape, 'float32', storage);
    const [dScale, dShift] = [scale, shift].map(({ shape }) => backend.output(shape));
    plan.backward.run(
      backend.dataOf(x).rangeAs(storage),
      ...[mean, variance, scale].map((t) => backend.dataOf(t).range),
      ...(backend.onednn.dialect.shiftInBackward ? [backend.dataOf(shift).range] : []),
      backend.dataOf(dy).rangeAs(storage),
      dx.data.rangeAs(storage),
      ...[dScale, dShift].map(({ data }) => data.range),
      ...(attrs.relu ? [backend.dataOf(notes).range] : []),
    );
    if (attrs.relu) {
      markNaN(brokenChannels(backend, { mean, variance, scale, shift }), [dx, dScale, dShift]);
    }
    return [dx, dScale, dShift];
  }),
];

/** By channel. */
interface Vectors {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale: TensorInfo;
  readonly shift: TensorInfo;
}

/** The channels whose normalised images are not numbers, of how many. */
interface Broken {
  readonly channels: readonly number[];
  readonly count: number;
}

/** An infinite shift is no such thing: relu of it is infinite, or 0. */
function brokenChannels(backend: OnednnBackend, vectors: Vectors): Broken {
  const { mean, variance, scale, shift } = vectors;
  const [means, variances, scales, shifts] = [mean, variance, scale, shift].map(
    (vector) => backend.dataOf(vector).numbers,
  );
  const channels: number[] = [];
  for (let c = 0; c < means.length; c++) {
    // not finite where one of them is not
    const factors = (means[c] - means[c]) * (variances[c] - variances[c]) * (scales[c] - scales[c]);
    if (factors !== 0 || shifts[c] !== shifts[c]) channels.push(c);
  }
  return { channels, count: means.length };
}

/** The library's relu turns NaN into 0, and lets no gradient through: broken channels are made NaN again. */
function markNaN({ channels, count }: Broken, outputs: readonly Output[]): void {
  if (channels.length === 0) return;
  for (const { data } of outputs) {
    data.edit((values) => {
      for (const c of channels) for (let i = c; i < values.length; i += count) values[i] = NaN;
    });
  }
}
