import { Conv2DBackpropFilter, Conv2DBackpropInput, conv2d, engine } from '@tensorflow/tfjs-core';
import type {
  Conv2DBackpropFilterAttrs,
  GradConfig,
  NamedAttrMap,
  Tensor,
  Tensor4D,
} from '@tensorflow/tfjs-core';

/**
 * The gradient of a convolution's filter gradient. It is linear in the image and in the gradient that
 * it is given: each is met by the filter's direction in the convolution, or its transpose.
 */
export const convolutionFilterGradient: GradConfig = {
  kernelName: Conv2DBackpropFilter,
  inputsToSave: ['x', 'dy'],
  gradFunc: (ddw, saved, attrs) => {
    const filter = ddw as Tensor4D;
    const [x, dy] = saved as Tensor4D[];
    const { strides, pad, dataFormat, dimRoundingMode } =
      attrs as unknown as Conv2DBackpropFilterAttrs;
    const options = { strides, pad, dataFormat, dimRoundingMode };
    return {
      x: () =>
        engine().runKernel<Tensor>(Conv2DBackpropInput, { dy, filter }, {
          ...options,
          inputShape: x.shape,
        } as unknown as NamedAttrMap),
      dy: () => conv2d(x, filter, strides, pad, dataFormat, 1, dimRoundingMode),
    };
  },
};
