import { DepthwiseConv2dNativeBackpropInput } from '@tensorflow/tfjs-core';
import type { DepthwiseConv2dNativeBackpropInputAttrs } from '@tensorflow/tfjs-core';
import { compose, withShape } from '../compose.js';
import { depthwiseInfo } from '../depthwise-info.js';
import { reframe, spread } from '../spread.js';
import { addedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Gradient of a depthwise convolution by its image, for dy [B,P,Q,C·m], kernel W [kh,kw,C,m], stride
 * s, dilation d and padding t; in one dimension
 *
 *     dx[h,c] = Σ_{p,n} dy[p, c·m+n] · W[(h+t−s·p)/d, c, n]
 *
 * which is the depthwise convolution of dy, spread out by zeros to stride 1, with the flipped kernel,
 * summed over the multiplier n.
 */
export const depthwiseBackpropInput = addedKernel<
  Tensors<'dy' | 'filter'>,
  DepthwiseConv2dNativeBackpropInputAttrs
>(DepthwiseConv2dNativeBackpropInput, ({ inputs, attrs, backend }) => {
  const { dy, filter } = inputs;
  const info = depthwiseInfo(attrs.inputShape, filter.shape, attrs);
  const { batchSize, inHeight, inWidth, inChannels, filterHeight, filterWidth, padInfo } = info;
  const { dilationHeight, dilationWidth, strideHeight, strideWidth } = info;
  const multiplier = filter.shape[3];
  const channels = inChannels * multiplier;
  const reachRows = (filterHeight - 1) * dilationHeight;
  const reachColumns = (filterWidth - 1) * dilationWidth;
  return compose(backend, (k) => {
    if (dy.shape.includes(0)) return k.fill(info.inShape, 0);
    const kernel = withShape(filter, [filterHeight, filterWidth, channels, 1]);
    const image = reframe(
      k,
      spread(k, dy, strideHeight, strideWidth),
      [reachRows - padInfo.top, reachColumns - padInfo.left],
      [inHeight + reachRows, inWidth + reachColumns],
    );
    const convolved = k.run(
      'DepthwiseConv2dNative',
      { x: image, filter: k.run('Reverse', { x: kernel }, { dims: [0, 1] }) },
      {
        strides: [1, 1],
        dilations: [dilationHeight, dilationWidth],
        pad: 'valid',
        dataFormat: 'NHWC',
      },
    );
    if (multiplier === 1) return convolved;
    const byMultiplier = withShape(convolved, [
      batchSize * inHeight * inWidth * inChannels,
      multiplier,
    ]);
    return withShape(k.sum(byMultiplier, [1]), info.inShape);
  });
});
