import {
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  depthwiseConv2d,
  engine,
} from '@tensorflow/tfjs-core';
import type {
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  GradConfig,
  Tensor,
  Tensor4D,
} from '@tensorflow/tfjs-core';

type Attrs = Omit<DepthwiseConv2dNativeBackpropInputAttrs, 'inputShape'>;

/** The gradient of a depthwise convolution's filter gradient. */
export const depthwiseFilterGradient: GradConfig = {
  kernelName: DepthwiseConv2dNativeBackpropFilter,
  inputsToSave: ['x', 'dy'],
  gradFunc: (ddw, saved, attrs) => {
    const filter = ddw as Tensor4D;
    const [x, dy] = saved as Tensor4D[];
    const { filterShape: _, ...options } =
      attrs as unknown as DepthwiseConv2dNativeBackpropFilterAttrs;
    return {
      x: () => inputGradient(x, dy, filter, options),
      dy: () => convolve(x, filter, options),
    };
  },
};

/** The gradient of a depthwise convolution's input gradient. */
export const depthwiseInputGradient: GradConfig = {
  kernelName: DepthwiseConv2dNativeBackpropInput,
  inputsToSave: ['dy', 'filter'],
  gradFunc: (ddx, saved, attrs) => {
    const x = ddx as Tensor4D;
    const [dy, filter] = saved as Tensor4D[];
    const { inputShape: _, ...options } =
      attrs as unknown as DepthwiseConv2dNativeBackpropInputAttrs;
    return {
      dy: () => convolve(x, filter, options),
      filter: () =>
        engine().runKernel<Tensor>(
          DepthwiseConv2dNativeBackpropFilter,
          { x, dy },
          {
            ...options,
            filterShape: filter.shape,
          },
        ),
    };
  },
};

function convolve(x: Tensor4D, filter: Tensor4D, attrs: Attrs): Tensor {
  const { strides, pad, dilations, dimRoundingMode } = attrs;
  return depthwiseConv2d(x, filter, strides, pad, 'NHWC', dilations, dimRoundingMode);
}

function inputGradient(x: Tensor4D, dy: Tensor4D, filter: Tensor4D, attrs: Attrs): Tensor {
  return engine().runKernel<Tensor>(
    DepthwiseConv2dNativeBackpropInput,
    { dy, filter },
    {
      ...attrs,
      inputShape: x.shape,
    },
  );
}
