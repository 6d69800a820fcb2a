import { DepthwiseConv2dNative, FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import type { FusedDepthwiseConv2DAttrs } from '@tensorflow/tfjs-core';
import { compose } from '../compose.js';
import { inOneStep, inSteps } from '../unfused.js';
import type { FusedInputs } from '../unfused.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/** Depthwise convolution with bias and activation; the published kernel takes a bias of rank 1 only. */
export const fusedDepthwiseConv2D = replacedKernel<
  Tensors<'x' | 'filter'> & FusedInputs,
  FusedDepthwiseConv2DAttrs
>(FusedDepthwiseConv2D, (args, stock) => {
  const { inputs, attrs, backend } = args;
  const { x, filter } = inputs;
  if (inOneStep(inputs, filter.shape[2] * filter.shape[3])) return stock(args);
  return compose(backend, (k) =>
    inSteps(k, k.run(DepthwiseConv2dNative, { x, filter }, attrs), inputs, attrs),
  );
});
