import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { checkTensor } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import type { ConvolutionAttrs } from './kernels.js';

/** Options of a convolution. */
export interface ConvolutionOptions {
  /** Added to each channel of the result [D]. Default none. */
  readonly bias?: Tensor1D;
  /** Step along height and width. Default 1. */
  readonly strides?: number | [number, number];
  /** Distance between the taps of the filter; 1 is dense. Default 1. */
  readonly dilations?: number | [number, number];
  /** Padding: with zeros to ⌈size / stride⌉ outputs, or none. Default 'same'. */
  readonly pad?: 'same' | 'valid';
  /** The channels of x and of the result fall into so many groups that do not mix. Default 1. */
  readonly groups?: number;
}

/**
 * Convolution of images with an optional bias, in groups where asked for; each group by itself is
 * `tf.conv2d`.
 *
 * @param x [N, H, W, C]
 * @param filter [h, w, C / groups, D]
 * @returns [N, H', W', D]
 * @throws Error if a tensor is not float32, the shapes do not fit, or `groups` does not divide C and D
 */
export function convolution(
  x: Tensor4D,
  filter: Tensor4D,
  { bias, strides = 1, dilations = 1, pad = 'same', groups = 1 }: ConvolutionOptions = {},
): Tensor4D {
  const pair = (n: number | [number, number]): [number, number] =>
    typeof n === 'number' ? [n, n] : n;
  const attrs = { strides: pair(strides), dilations: pair(dilations), pad, groups };
  check(x, filter, bias, attrs);
  if (!hasKernel(kernels.Convolution)) return compose(x, filter, bias, attrs);
  registerGradient();
  return tf.tidy(() => {
    const inputs = { x, filter, bias: bias ?? tf.zeros([0]) };
    return runKernel(kernels.Convolution, inputs, attrs)[0] as Tensor4D;
  });
}

function check(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | undefined,
  { strides, dilations, pad, groups }: ConvolutionAttrs,
): void {
  checkTensor('convolution', 'x', x, { axes: ['N', 'H', 'W', 'C'] });
  checkTensor('convolution', 'filter', filter, { axes: ['h', 'w', 'C / groups', 'D'] });
  const [, , inChannels, outChannels] = filter.shape;
  if (bias) {
    const because = () => `the outputs of the filter [${filter.shape}]`;
    checkTensor('convolution', 'bias', bias, { shape: [outChannels], because });
  }
  const whole = [...strides, ...dilations, groups].every((n) => Number.isInteger(n) && n > 0);
  tf.util.assert(
    whole,
    () =>
      `convolution: strides, dilations and groups must be whole numbers from 1 on, not [${strides}], ` +
      `[${dilations}] and ${groups}.`,
  );
  tf.util.assert(
    Math.max(...strides) === 1 || Math.max(...dilations) === 1,
    () => `convolution: strides [${strides}] and dilations [${dilations}] cannot both be above 1.`,
  );
  tf.util.assert(
    x.shape[3] === inChannels * groups && outChannels % groups === 0,
    () =>
      `convolution: ${x.shape[3]} channels in ${groups} groups need a filter for ` +
      `${x.shape[3] / groups} channels and a multiple of ${groups} of outputs, not [${filter.shape}].`,
  );
  const reaches = [0, 1].map((axis) => (filter.shape[axis] - 1) * dilations[axis] + 1);
  tf.util.assert(
    pad === 'same' || reaches.every((reach, axis) => reach <= x.shape[axis + 1]),
    () =>
      `convolution: without padding a filter that reaches over [${reaches}] pixels does not fit into ` +
      `images of [${x.shape.slice(1, 3)}].`,
  );
}

/**
 * A gradient of the kernel, and not of this function, so that what nobody asks for, such as the
 * gradient of a batch of images, is not computed.
 */
function registerGradient(): void {
  const { kernelName } = kernels.Convolution;
  if (tf.getGradient(kernelName)) return;
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x', 'filter', 'bias'],
    gradFunc: (dy, [x, filter, bias], attributes) => {
      const attrs = attributes as unknown as ConvolutionAttrs;
      const gradient = dy as Tensor;
      const [dFilter, dBias] = runKernel(
        kernels.ConvolutionFilterGrad,
        { dy: gradient, x },
        { ...attrs, filterShape: filter.shape, bias: bias.size > 0 },
      );
      return {
        x: () => {
          const inputs = { dy: gradient, filter };
          const withShape = { ...attrs, inputShape: x.shape };
          return runKernel(kernels.ConvolutionInputGrad, inputs, withShape)[0];
        },
        filter: () => dFilter,
        bias: () => dBias ?? tf.zerosLike(bias),
      };
    },
  });
}

function compose(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D | undefined,
  { strides, dilations, pad, groups }: ConvolutionAttrs,
): Tensor4D {
  const plain = (part: Tensor4D, by: Tensor4D, offset?: Tensor1D) =>
    tf.fused.conv2d<Tensor4D>({ x: part, filter: by, bias: offset, strides, pad, dilations });
  if (groups === 1) return plain(x, filter, bias);
  return tf.tidy(() => {
    const [height, width, , outChannels] = filter.shape;
    const channels = x.shape[3];
    let y: Tensor4D;
    if (groups === channels) {
      const byChannel = tf.reshape(filter, [height, width, channels, outChannels / channels]);
      y = tf.depthwiseConv2d(x, byChannel as Tensor4D, strides, pad, 'NHWC', dilations);
    } else {
      const [parts, filters] = [tf.split(x, groups, 3), tf.split(filter, groups, 3)];
      y = tf.concat(
        parts.map((part, i) => plain(part as Tensor4D, filters[i] as Tensor4D)),
        3,
      );
    }
    return bias ? tf.add(y, bias) : y;
  });
}
