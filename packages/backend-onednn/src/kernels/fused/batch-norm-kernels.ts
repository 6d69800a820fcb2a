import { kernels } from '@gnp/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { batchNormPlan } from '../../primitives/batch-norm.js';

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
