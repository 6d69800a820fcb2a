import { cumsum, Cumsum } from '@tensorflow/tfjs-core';
import type { CumsumAttrs, GradConfig } from '@tensorflow/tfjs-core';

/**
 * Gradient of cumulative sums: the cumulative sums of dy from the other end. TensorFlow.js transposes
 * them where the axis is not the last, which fails, or goes unnoticed where the shape is square.
 */
export const cumsumGradient: GradConfig = {
  kernelName: Cumsum,
  gradFunc: (dy, _, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as CumsumAttrs;
    return { x: () => cumsum(Array.isArray(dy) ? dy[0] : dy, axis, exclusive, !reverse) };
  },
};
