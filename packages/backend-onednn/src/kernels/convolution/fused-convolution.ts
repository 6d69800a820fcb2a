import { FusedConv2D, FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { applyActivation, addBias } from '../../kernel-support/epilogue.js';
import type { ActivationAttrs } from '../../kernel-support/epilogue.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { convolutionGeometry } from '../../portable/convolution.js';
import type { ConvolutionAttrs } from '../../portable/convolution.js';
import { runForward } from '../../primitives/convolution/run.js';

interface Inputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

type Attrs = ConvolutionAttrs & ActivationAttrs;

const kernels = [
  { kernelName: FusedConv2D, depthwise: false },
  { kernelName: FusedDepthwiseConv2D, depthwise: true },
];

/** Convolution with bias and activation; NCHW is left to the `cpu` kernels. */
export const fusedConvolutionKernels: readonly OnednnKernel[] = kernels.map(
  ({ kernelName, depthwise }) =>
    defineKernel<Inputs, Attrs>(kernelName, (call) => {
      const { inputs, attrs, backend } = call;
      const { x, filter, bias, preluActivationWeights } = inputs;
      const floats = [x, filter, bias].every((t) => !t || t.dtype === 'float32');
      if (!floats || attrs.dataFormat === 'NCHW') return fallBack(kernelName, call);
      const geometry = convolutionGeometry({
        ...{ inShape: x.shape, filterShape: filter.shape, attrs },
        ...{ depthwise, storage: backend.activationStorage },
      });
      const channels = geometry.outShape[3];
      let y: TensorInfo;
      if (bias?.shape.length === 1 && bias.shape[0] === channels && !geometry.empty) {
        y = runForward(backend, geometry, x, filter, bias);
      } else {
        y = runForward(backend, geometry, x, filter);
        if (bias) y = addBias(backend, y, bias);
      }
      return applyActivation(backend, y, attrs, preluActivationWeights);
    }),
);
