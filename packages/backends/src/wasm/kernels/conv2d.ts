import { Conv2D, FusedConv2D } from '@tensorflow/tfjs-core';
import type { Conv2DAttrs, FusedConv2DAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { compose } from '../compose.js';
import type { Kernels } from '../compose.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';
import { inSteps, inOneStep } from '../unfused.js';
import type { FusedInputs } from '../unfused.js';

/** Images [B,C,H,W] or what goes with them, [C,H,W], with the channels last, and back. */
const last = (k: Kernels, x: TensorInfo): TensorInfo => {
  if (x.shape.length < 3) return x;
  return k.transpose(x, x.shape.length === 4 ? [0, 2, 3, 1] : [1, 2, 0]);
};
const first = (k: Kernels, x: TensorInfo): TensorInfo => k.transpose(x, [0, 3, 1, 2]);

const channelsLast = <Attrs extends Pick<Conv2DAttrs, 'pad' | 'dataFormat'>>(
  attrs: Attrs,
): Attrs => {
  const { pad } = attrs;
  const explicit = Array.isArray(pad) ? [pad[0], pad[2], pad[3], pad[1]] : pad;
  return { ...attrs, pad: explicit, dataFormat: 'NHWC' };
};

/** Convolution of images. The published kernel takes [B,H,W,C] only; [B,C,H,W] is transposed to it. */
export const conv2D = replacedKernel<Tensors<'x' | 'filter'>, Conv2DAttrs>(
  Conv2D,
  (args, stock) => {
    const { inputs, attrs, backend } = args;
    const { x, filter } = inputs;
    if (attrs.dataFormat !== 'NCHW') return stock(args);
    return compose(backend, (k) =>
      first(k, k.run(Conv2D, { x: last(k, x), filter }, channelsLast(attrs))),
    );
  },
);

/** Convolution of images with bias and activation. */
export const fusedConv2D = replacedKernel<Tensors<'x' | 'filter'> & FusedInputs, FusedConv2DAttrs>(
  FusedConv2D,
  (args, stock) => {
    const { inputs, attrs, backend } = args;
    const { x, filter, bias, preluActivationWeights } = inputs;
    if (attrs.dataFormat === 'NCHW') {
      return compose(backend, (k) => {
        const given = {
          x: last(k, x),
          filter,
          ...(bias && { bias: last(k, bias) }),
          ...(preluActivationWeights && {
            preluActivationWeights: last(k, preluActivationWeights),
          }),
        };
        return first(k, k.run(FusedConv2D, given, channelsLast(attrs)));
      });
    }
    if (inOneStep(inputs, filter.shape[3])) return stock(args);
    return compose(backend, (k) => inSteps(k, k.run(Conv2D, { x, filter }, attrs), inputs, attrs));
  },
);
