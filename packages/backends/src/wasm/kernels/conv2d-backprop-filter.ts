import { backend_util, Conv2DBackpropFilter } from '@tensorflow/tfjs-core';
import type { Conv2DBackpropFilterAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { compose } from '../compose.js';
import { transposedProduct } from '../simd/transposed-product.js';
import { reframe } from '../spread.js';
import { addedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/** Bytes of the image and of dy that one product reads; as much as a first-level cache keeps. */
const cachedBytes = 24_000;

/**
 * Gradient of a convolution by its kernel, for x [B,H,W,C] and dy [B,P,Q,O], stride s, padding t:
 *
 *     dW[i,(j,c),o] = Σ_{b,p,q} x[b, s·p+i−t, (s·q+j−t, c)] · dy[b,p,q,o]
 *
 * For one row i of the kernel, the numbers (j,c) that meet a pixel of dy lie side by side in x, so
 * dW[i] is a product Aᵀ·B: the rows of A are windows of kw·C numbers in x, s·C apart, and B is dy.
 * Both are read where they lie; only the padding at the left and right of x has to be there.
 */
export const conv2DBackpropFilter = addedKernel<Tensors<'x' | 'dy'>, Conv2DBackpropFilterAttrs>(
  Conv2DBackpropFilter,
  ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs;
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
    const info = backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
      false,
      backend_util.convertConv2DDataFormat(dataFormat),
    );
    return compose(backend, (k) => {
      const nhwc = info.dataFormat === 'channelsLast';
      const image = nhwc ? x : k.transpose(x, [0, 2, 3, 1]);
      // conv2dTranspose may pass more rows and columns than the convolution has outputs
      const gradient = reframe(
        k,
        nhwc ? dy : k.transpose(dy, [0, 2, 3, 1]),
        [0, 0],
        [info.outHeight, info.outWidth],
      );
      const width = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
      const { left } = info.padInfo;
      const padded =
        left === 0 && width <= info.inWidth
          ? image
          : reframe(k, image, [0, left], [info.inHeight, Math.max(width, info.inWidth + left)]);
      const out = k.fill(filterShape, 0);
      addProducts(backend, padded, gradient, out, info);
      return out;
    });
  },
);

function addProducts(
  backend: BackendWasm,
  x: TensorInfo,
  dy: TensorInfo,
  out: TensorInfo,
  info: backend_util.Conv2DInfo,
): void {
  const { batchSize, inHeight, inChannels, outHeight, outWidth, outChannels } = info;
  const { strideHeight, strideWidth, filterHeight, filterWidth } = info;
  const addProduct = transposedProduct(backend);
  const addresses = [x, dy, out].map(({ dataId }) => backend.getMemoryOffset(dataId));
  const xRow = 4 * x.shape[2] * inChannels;
  const dyRow = 4 * outWidth * outChannels;
  const m = filterWidth * inChannels;
  const block = Math.max(1, Math.floor(cachedBytes / (xRow * strideHeight + dyRow)));
  for (let batch = 0; batch < batchSize; batch++) {
    for (let begin = 0; begin < outHeight; begin += block) {
      const end = Math.min(begin + block, outHeight);
      for (let i = 0; i < filterHeight; i++) {
        // the rows of dy that meet a row of the image, and not of its padding
        const offset = i - info.padInfo.top;
        const first = Math.max(begin, Math.ceil(-offset / strideHeight));
        const last = Math.min(end, Math.floor((inHeight - 1 - offset) / strideHeight) + 1);
        if (first >= last) continue;
        addProduct({
          a: addresses[0] + (batch * inHeight + first * strideHeight + offset) * xRow,
          b: addresses[1] + (batch * outHeight + first) * dyRow,
          c: addresses[2] + 4 * i * m * outChannels,
          m,
          n: outChannels,
          outer: last - first,
          inner: outWidth,
          aOuter: strideHeight * xRow,
          aInner: 4 * strideWidth * inChannels,
          bOuter: dyRow,
          bInner: 4 * outChannels,
        });
      }
    }
  }
}
