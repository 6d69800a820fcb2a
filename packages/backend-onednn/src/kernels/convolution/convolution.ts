import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  util,
} from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { convolutionGeometry } from '../../portable/convolution.js';
import type { ConvolutionAttrs } from '../../portable/convolution.js';
import {
  runBackwardData,
  runBackwardFilter,
  runForward,
} from '../../primitives/convolution/run.js';

interface ForwardInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
}

interface InputGradientInputs {
  readonly dy: TensorInfo;
  readonly filter: TensorInfo;
}

interface FilterGradientInputs {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
}

type InputGradientAttrs = ConvolutionAttrs & { readonly inputShape: number[] };
type FilterGradientAttrs = ConvolutionAttrs & { readonly filterShape: number[] };

/** Whether all operands are floats; other dtypes are left to the `cpu` kernels. */
const floats = (...tensors: readonly TensorInfo[]) =>
  tensors.every(({ dtype }) => dtype === 'float32');

const families = [
  {
    depthwise: false,
    forward: Conv2D,
    toInput: Conv2DBackpropInput,
    toFilter: Conv2DBackpropFilter,
  },
  {
    depthwise: true,
    forward: DepthwiseConv2dNative,
    toInput: DepthwiseConv2dNativeBackpropInput,
    toFilter: DepthwiseConv2dNativeBackpropFilter,
  },
];

/** Dense and depthwise convolution with their gradients, in NHWC and NCHW. */
export const convolutionKernels: readonly OnednnKernel[] = families.flatMap(
  ({ depthwise, forward, toInput, toFilter }) => [
    defineKernel<ForwardInputs, ConvolutionAttrs>(forward, (call) => {
      const { inputs, attrs, backend } = call;
      const { x, filter } = inputs;
      if (!floats(x, filter)) return fallBack(forward, call);
      const geometry = convolutionGeometry({
        ...{ inShape: x.shape, filterShape: filter.shape, attrs },
        ...{ depthwise, storage: backend.activationStorage },
      });
      return runForward(backend, geometry, x, filter);
    }),
    defineKernel<InputGradientInputs, InputGradientAttrs>(toInput, (call) => {
      const { inputs, attrs, backend } = call;
      const { dy, filter } = inputs;
      if (!floats(dy, filter)) return fallBack(toInput, call);
      const geometry = convolutionGeometry({
        ...{ inShape: attrs.inputShape, filterShape: filter.shape, attrs },
        ...{ depthwise, storage: backend.activationStorage },
      });
      if (!util.arraysEqual(dy.shape, geometry.outShape)) return fallBack(toInput, call);
      return runBackwardData(backend, geometry, dy, filter);
    }),
    defineKernel<FilterGradientInputs, FilterGradientAttrs>(toFilter, (call) => {
      const { inputs, attrs, backend } = call;
      const { x, dy } = inputs;
      if (!floats(x, dy)) return fallBack(toFilter, call);
      const geometry = convolutionGeometry({
        ...{ inShape: x.shape, filterShape: attrs.filterShape, attrs },
        ...{ depthwise, storage: backend.activationStorage },
      });
      if (!util.arraysEqual(dy.shape, geometry.outShape)) return fallBack(toFilter, call);
      return runBackwardFilter(backend, geometry, x, dy);
    }),
  ],
);
