import { kernels } from '@gnp/ops';
import type { OnednnBackend } from '../../backend.js';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { convolutionGeometry } from '../../portable/convolution.js';
import {
  runBackwardData,
  runBackwardFilter,
  runForward,
} from '../../primitives/convolution/run.js';

/** Convolution in groups with a bias; its gradients, those of filter and bias in one go. */
export const groupedConvolutionKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.Convolution, ({ inputs, attrs, backend }) => {
    const { x, filter, bias } = inputs;
    const geometry = geometryOf(backend, x.shape, filter.shape, attrs);
    const given = backend.dataOf(bias).size > 0;
    return runForward(backend, geometry, x, filter, given ? bias : undefined);
  }),
  fusedKernel(kernels.ConvolutionInputGrad, ({ inputs, attrs, backend }) => {
    const { dy, filter } = inputs;
    const geometry = geometryOf(backend, attrs.inputShape, filter.shape, attrs);
    return runBackwardData(backend, geometry, dy, filter);
  }),
  fusedKernel(kernels.ConvolutionFilterGrad, ({ inputs, attrs, backend }) => {
    const { dy, x } = inputs;
    const geometry = geometryOf(backend, x.shape, attrs.filterShape, attrs);
    if (!attrs.bias) return [runBackwardFilter(backend, geometry, x, dy)];
    const bias = backend.output([geometry.outShape[3]]);
    return [runBackwardFilter(backend, geometry, x, dy, bias), bias];
  }),
];

const geometryOf = (
  { activationStorage: storage }: OnednnBackend,
  inShape: readonly number[],
  filterShape: readonly number[],
  attrs: kernels.ConvolutionAttrs,
) => convolutionGeometry({ inShape, filterShape, attrs, storage });
