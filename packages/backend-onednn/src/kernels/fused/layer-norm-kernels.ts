import { kernels } from '@gnp/ops';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { layerNormPlan } from '../../primitives/layer-norm.js';

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
