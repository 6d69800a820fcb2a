import * as tf from '@tensorflow/tfjs-core';
import type { Conv2DAttrs, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { changedKernel } from './changed-kernel.js';
import type { Call, ChangedKernel } from './changed-kernel.js';

type Shape = [number, number, number, number];

/** Where an image [B,H,W,C] lies in the one that holds all windows of a convolution. */
interface Border {
  readonly shape: Shape;
  readonly before: Shape;
}

/**
 * The border that a convolution asks for in numbers, which tfjs-node refuses; none where it is
 * `'valid'` or `'same'`, or channels come first, which it refuses for other reasons.
 */
function borderOf(
  { attrs }: Call,
  image: readonly number[],
  filter: readonly number[],
  depthwise: boolean,
): Border | undefined {
  const { strides, dilations, pad, dataFormat, dimRoundingMode } = attrs as unknown as Conv2DAttrs;
  if (pad === 'valid' || pad === 'same' || (dataFormat as string) === 'NCHW') return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    image as Shape,
    filter as Shape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  const { top, left } = info.padInfo;
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  return {
    shape: [
      info.batchSize,
      Math.max(height, top + info.inHeight),
      Math.max(width, left + info.inWidth),
      info.inChannels,
    ],
    before: [0, top, left, 0],
  };
}

/** The image with zeros around it. */
function withBorder(x: Tensor, { shape, before }: Border): Tensor4D {
  const around = before.map((count, i): [number, number] => [count, shape[i] - count - x.shape[i]]);
  return tf.pad(x as Tensor4D, around);
}

/** Runs the kernel without a border of its own. */
const run = ({ attrs }: Call, kernelName: string, inputs: object, changes: object = {}): Tensor =>
  tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, {
    ...attrs,
    pad: 'valid',
    ...changes,
  });

const convolution = (kernelName: string, depthwise: boolean): ChangedKernel =>
  changedKernel(kernelName, (call, stock) => {
    const { x, filter } = call.inputs;
    const border = borderOf(call, x.shape, filter.shape, depthwise);
    if (!border) return stock();
    return tf.tidy(() => run(call, kernelName, { ...call.inputs, x: withBorder(x, border) }));
  });

const filterGradient = (kernelName: string, depthwise: boolean): ChangedKernel =>
  changedKernel(kernelName, (call, stock) => {
    const { x, dy } = call.inputs;
    const border = borderOf(call, x.shape, call.attrs.filterShape as number[], depthwise);
    if (!border) return stock();
    return tf.tidy(() => run(call, kernelName, { x: withBorder(x, border), dy }));
  });

const inputGradient = (kernelName: string, depthwise: boolean): ChangedKernel =>
  changedKernel(kernelName, (call, stock) => {
    const { dy, filter } = call.inputs;
    const inputShape = call.attrs.inputShape as Shape;
    const border = borderOf(call, inputShape, filter.shape, depthwise);
    if (!border) return stock();
    return tf.tidy(() => {
      const all = run(call, kernelName, { dy, filter }, { inputShape: border.shape });
      return tf.slice(all as Tensor4D, border.before, inputShape);
    });
  });

/** Convolutions and their gradients with any border: zeros are put around the image first. */
export const borderedConvolutions: readonly ChangedKernel[] = [
  convolution(tf.Conv2D, false),
  convolution(tf.FusedConv2D, false),
  convolution(tf.DepthwiseConv2dNative, true),
  convolution(tf.FusedDepthwiseConv2D, true),
  filterGradient(tf.Conv2DBackpropFilter, false),
  filterGradient(tf.DepthwiseConv2dNativeBackpropFilter, true),
  inputGradient(tf.Conv2DBackpropInput, false),
  inputGradient(tf.DepthwiseConv2dNativeBackpropInput, true),
];
