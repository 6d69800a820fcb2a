import { FusedConv2D, FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { applyActivation } from '../activation.js';
import type { ActivationAttrs } from '../activation.js';
import { addBias } from '../add-bias.js';
import { fallBack } from '../fall-back.js';
import { defineKernel } from '../kernel.js';
import type { OnednnKernel } from '../kernel.js';
import type { ConvolutionAttrs } from './geometry.js';
import { convolutionGeometry } from './geometry.js';
import { runForward } from './run.js';

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
      const { onednn, activationStorage } = backend;
      const geometry = convolutionGeometry(
        onednn,
        x.shape,
        filter.shape,
        attrs,
        depthwise,
        activationStorage,
      );
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
