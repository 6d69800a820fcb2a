import { ExpandDims, Identity, Reshape, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';

/** Kernels that give the same data another tensor, and copy nothing. */
export const aliasKernels: readonly OnednnKernel[] = [
  defineKernel<{ x: TensorInfo }>(Identity, ({ inputs, backend }) => backend.alias(inputs.x)),
  defineKernel<{ x: TensorInfo }, { shape: number[] }>(Reshape, (call) => {
    const { inputs, attrs, backend } = call;
    const { x } = inputs;
    // The parts of a complex tensor have shapes of their own.
    if (x.dtype === 'complex64') return fallBack(Reshape, call);
    const size = util.sizeFromShape(x.shape);
    const shape = util.inferFromImplicitShape(attrs.shape, size);
    util.assert(
      util.sizeFromShape(shape) === size,
      () => `A tensor [${x.shape}] of ${size} elements cannot take the shape [${attrs.shape}].`,
    );
    return backend.alias(x, shape);
  }),
  defineKernel<{ input: TensorInfo }, { dim: number }>(ExpandDims, (call) => {
    const { inputs, attrs, backend } = call;
    const { input } = inputs;
    if (input.dtype === 'complex64') return fallBack(ExpandDims, call);
    const rank = input.shape.length;
    util.assert(
      -(rank + 1) <= attrs.dim && attrs.dim <= rank,
      () => `A tensor of rank ${rank} has no place ${attrs.dim} for another axis.`,
    );
    const shape = input.shape.slice();
    shape.splice(attrs.dim < 0 ? rank + 1 + attrs.dim : attrs.dim, 0, 1);
    return backend.alias(input, shape);
  }),
];
