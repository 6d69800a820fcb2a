import { AvgPoolGrad, avgPool, zerosLike } from '@tensorflow/tfjs-core';
import type { AvgPoolGradAttrs, GradConfig, Tensor4D } from '@tensorflow/tfjs-core';

/** The gradient of average pooling's gradient, which is linear: the pooling itself. */
export const averagePoolGradient: GradConfig = {
  kernelName: AvgPoolGrad,
  inputsToSave: ['input'],
  gradFunc: (ddx, [input], attrs) => {
    const { filterSize, strides, pad } = attrs as unknown as AvgPoolGradAttrs;
    return {
      dy: () => avgPool(ddx as Tensor4D, filterSize, strides, pad),
      input: () => zerosLike(input),
    };
  },
};
