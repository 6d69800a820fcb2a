import { kernels } from '@gnp/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../backend.js';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import { Storage } from '../engine/storage.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { fusedKernel } from './fused-kernel.js';

/**
 * Batch normalisation over the rows of [rows, channels] and its gradient; in a workspace relu notes which elements
 * it let pass. `storage` is that of x, y and their gradients; the rest is f32.
 */
export function batchNormPlan(
  onednn: Onednn,
  shape: readonly number[],
  { epsilon, relu }: kernels.BatchNormAttrs,
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
  return [leading.reduce((a, b) => a * b, 1), height, width];
}

/** y, mean, variance and relu's notes; and the gradients of x, scale and shift. */
export const batchNormKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.BatchNorm, ({ inputs, attrs, backend }) => {
    const { x, scale, shift } = inputs;
    const source = backend.dataOf(x);
    const plan = batchNormPlan(backend.onednn, x.shape, attrs, source.storage);
    const y = backend.outputLike(x);
    const mean = backend.output(scale.shape);
    const variance = backend.output(scale.shape);
    const notes = backend.output([plan.workspaceBytes], 'bool');
    plan.forward.run({
      source,
      scale: backend.dataOf(scale),
      shift: backend.dataOf(shift),
      mean: mean.data,
      variance: variance.data,
      destination: y.data,
      workspace: attrs.relu ? notes.data.range : undefined,
    });
    if (attrs.relu) markNaN(brokenChannels(backend, { mean, variance, scale, shift }), [y]);
    return [y, mean, variance, notes];
  }),
  fusedKernel(kernels.BatchNormGrad, ({ inputs, attrs, backend }) => {
    const { x, mean, variance, scale, shift, dy, notes } = inputs;
    const source = backend.dataOf(x);
    const { onednn } = backend;
    const plan = batchNormPlan(onednn, x.shape, attrs, source.storage);
    const dx = backend.outputLike(x);
    const [dScale, dShift] = [scale, shift].map(({ shape }) => backend.output(shape));
    plan.backward.run({
      source,
      mean: backend.dataOf(mean),
      variance: backend.dataOf(variance),
      scale: backend.dataOf(scale),
      shift: onednn.dialect.shiftInBackward ? backend.dataOf(shift) : undefined,
      diffDestination: backend.dataOf(dy),
      diffSource: dx.data,
      diffScale: dScale.data,
      diffShift: dShift.data,
      workspace: attrs.relu ? backend.dataOf(notes).range : undefined,
    });
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
