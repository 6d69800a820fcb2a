import { backend_util } from '@tensorflow/tfjs-core';
import type { DepthwiseConv2dNativeBackpropInputAttrs } from '@tensorflow/tfjs-core';

/** The attributes that the gradients of a depthwise convolution share. */
export type DepthwiseAttrs = Omit<DepthwiseConv2dNativeBackpropInputAttrs, 'inputShape'>;

/** Sizes of a depthwise convolution of NHWC images with a kernel [kh, kw, C, multiplier]. */
export function depthwiseInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttrs,
): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );
}
