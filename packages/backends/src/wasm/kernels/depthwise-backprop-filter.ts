import { DepthwiseConv2dNativeBackpropFilter } from '@tensorflow/tfjs-core';
import type { DepthwiseConv2dNativeBackpropFilterAttrs } from '@tensorflow/tfjs-core';
import { compose, withShape } from '../compose.js';
import { depthwiseInfo } from '../depthwise-info.js';
import { reframe, spread } from '../spread.js';
import { sumRows } from '../sum-rows.js';
import { withView } from '../view.js';
import { addedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Gradient of a depthwise convolution by its kernel, for x [B,H,W,C], dy [B,P,Q,C·m], stride s,
 * dilation d and padding t:
 *
 *     dW[i,j,c,n] = Σ_{b,p,q} x[b, s·p+d·i−t, s·q+d·j−t, c] · dy[b,p,q, c·m+n]
 *
 * Both are laid on the grid of the padded image [B,Hp,Wp], dy with zeros wherever it has no pixel.
 * Then a tap (i,j) is one shift along the flattened pixels, d·i·Wp + d·j, and for every tap the
 * shifted view of x is multiplied by dy and summed over the pixels. Shifts that run over the edge of
 * a row meet a zero of dy.
 */
export const depthwiseBackpropFilter = addedKernel<
  Tensors<'x' | 'dy'>,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(DepthwiseConv2dNativeBackpropFilter, ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs;
  const info = depthwiseInfo(x.shape, attrs.filterShape, attrs);
  const { batchSize, inChannels, filterHeight, filterWidth, padInfo } = info;
  const { dilationHeight, dilationWidth, strideHeight, strideWidth } = info;
  const multiplier = attrs.filterShape[3];
  const height = (info.outHeight - 1) * strideHeight + (filterHeight - 1) * dilationHeight + 1;
  const width = (info.outWidth - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1;
  const pixels = batchSize * height * width;
  return compose(backend, (k) => {
    if (dy.shape.includes(0)) return k.fill(attrs.filterShape, 0);
    const image = reframe(k, x, [padInfo.top, padInfo.left], [height, width]);
    // one more image of zeros, for shifts beyond the last
    const long = k.pad(image, [
      [0, 1],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const gradient = withShape(
      reframe(k, spread(k, dy, strideHeight, strideWidth), [0, 0], [height, width]),
      multiplier === 1 ? [pixels, inChannels] : [pixels, inChannels, multiplier],
    );
    const viewShape = multiplier === 1 ? [pixels, inChannels] : [pixels, inChannels, 1];
    const out = k.allocate(attrs.filterShape, 'float32');
    const channels = inChannels * multiplier;
    for (let i = 0; i < filterHeight; i++) {
      for (let j = 0; j < filterWidth; j++) {
        const shift = (i * dilationHeight * width + j * dilationWidth) * inChannels;
        const tap = compose(backend, (inner) =>
          sumRows(
            inner,
            backend,
            withView(backend, long, shift, viewShape, (view) => inner.multiply(view, gradient)),
            pixels,
            channels,
          ),
        );
        const values = backend.typedArrayFromHeap(tap);
        backend.typedArrayFromHeap(out).set(values, (i * filterWidth + j) * channels);
        backend.disposeData(tap.dataId);
      }
    }
    return out;
  });
});
