import * as tf from '@tensorflow/tfjs-core';
import type { Conv2DAttrs, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { changedKernel } from './changed-kernel.js';
import { onHost } from '../on-host.js';
import { withChannelsFirst } from './channels-last.js';
import type { Call, ChangedKernel } from './changed-kernel.js';

type Shape = [number, number, number, number];

/** Where an image [B,H,W,C] lies in the one that holds all windows of a convolution. */
interface Border {
  readonly shape: Shape;
  readonly before: Shape;
}

/**
 * The border that a convolution asks for in numbers, which tfjs-node refuses; none where it is
 * `'valid'` or `'same'`.
 */
function borderOf(
  { attrs }: Call,
  image: readonly number[],
  filter: readonly number[],
  depthwise: boolean,
): Border | undefined {
  const { strides, dilations, pad, dimRoundingMode } = attrs as unknown as Conv2DAttrs;
  if (pad === 'valid' || pad === 'same') return undefined;
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

/** Which TensorFlow refuses for depthwise convolutions. */
const isDilated = ({ attrs }: Call): boolean => [attrs.dilations ?? 1].flat().some((n) => n !== 1);

const convolution = (kernelName: string, depthwise: boolean): ChangedKernel =>
  changedKernel(kernelName, (call, stock) => {
    if (depthwise && isDilated(call)) return onHost(kernelName, call);
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

/** Convolutions and their gradients with any border, around which zeros are put first, and either order of axes. */
export const borderedConvolutions: readonly ChangedKernel[] = [
  withChannelsFirst(convolution(tf.Conv2D, false), ['x'], true),
  withChannelsFirst(convolution(tf.FusedConv2D, false), ['x', 'preluActivationWeights'], true),
  convolution(tf.DepthwiseConv2dNative, true),
  convolution(tf.FusedDepthwiseConv2D, true),
  withChannelsFirst(filterGradient(tf.Conv2DBackpropFilter, false), ['x', 'dy'], false),
  filterGradient(tf.DepthwiseConv2dNativeBackpropFilter, true),
  withChannelsFirst(inputGradient(tf.Conv2DBackpropInput, false), ['dy'], true),
  inputGradient(tf.DepthwiseConv2dNativeBackpropInput, true),
];
