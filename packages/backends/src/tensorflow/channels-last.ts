import * as tf from '@tensorflow/tfjs-core';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { changedKernel } from './changed-kernel.js';
import type { Call, ChangedKernel } from './changed-kernel.js';

/** [B,C,H,W] as [B,H,W,C], and weights [C,H,W] as [H,W,C]; lists of their axes as well. */
const moved = <Axis>([batch, channels, height, width]: readonly Axis[]): Axis[] => [
  batch,
  height,
  width,
  channels,
];
const channelsLast = (x: Tensor): Tensor =>
  x.rank === 4 ? tf.transpose(x, [0, 2, 3, 1]) : x.rank === 3 ? tf.transpose(x, [1, 2, 0]) : x;

function attributes({ attrs }: Call): NamedAttrMap {
  const changed = { ...attrs, dataFormat: 'NHWC' };
  for (const name of ['pad', 'inputShape']) {
    const value = attrs[name];
    if (Array.isArray(value)) Object.assign(changed, { [name]: moved<unknown>(value) });
  }
  return changed;
}

/**
 * A convolution of images [B,C,H,W], which TensorFlow refuses on CPUs, by that of images [B,H,W,C].
 *
 * @param images the inputs that are images, or weights of them
 * @param result whether the result is an image
 */
export function withChannelsFirst(
  { kernelName, bind }: ChangedKernel,
  images: readonly string[],
  result: boolean,
): ChangedKernel {
  const { bind: bindAny } = changedKernel(kernelName, (call, withLast) => {
    if (call.attrs.dataFormat !== 'NCHW') return withLast();
    return tf.tidy(() => {
      const inputs = Object.fromEntries(
        Object.entries(call.inputs).map(([name, x]) => [
          name,
          (x as Tensor | undefined) && images.includes(name) ? channelsLast(x) : x,
        ]),
      );
      const y = tf.engine().runKernel<Tensor>(kernelName, inputs, attributes(call));
      return result ? tf.transpose(y, [0, 3, 1, 2]) : y;
    });
  });
  return { kernelName, bind: (stock) => bindAny(bind(stock)) };
}
