import { backend_util, Mean, util } from '@tensorflow/tfjs-core';
import type { MeanAttrs } from '@tensorflow/tfjs-core';
import { compose, withShape } from '../compose.js';
import { leadingRows, sumRows } from '../sum-rows.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Mean over leading axes, such as the batch and the pixels of [B,H,W,C] in batch normalization: the
 * sum as a product with ones, divided by the count. Other axes and types are left to the published
 * kernel.
 */
export const mean = replacedKernel<Tensors<'x'>, MeanAttrs>(Mean, (args, stock) => {
  const { inputs, attrs, backend } = args;
  const { x } = inputs;
  const axes = util.parseAxisParam(attrs.axis, x.shape);
  const sizes = leadingRows(x, axes);
  if (!sizes) return stock(args);
  const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
  return compose(backend, (k) => {
    const total = sumRows(k, backend, x, sizes.rows, sizes.columns);
    return withShape(k.run('RealDiv', { a: total, b: k.fill([], sizes.rows) }), shape);
  });
});
