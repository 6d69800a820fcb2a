import { backend_util, Cast, Sum, util } from '@tensorflow/tfjs-core';
import type { SumAttrs } from '@tensorflow/tfjs-core';
import { compose, withShape } from '../compose.js';
import { leadingRows, sumRows } from '../sum-rows.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Sum over leading axes, such as the batch and the pixels of [B,H,W,C], as a product with ones; the
 * published kernel transposes its whole input first. Other axes and types are left to it.
 */
export const sum = replacedKernel<Tensors<'x'>, SumAttrs>(Sum, (args, stock) => {
  const { inputs, attrs, backend } = args;
  const { x } = inputs;
  if (x.dtype === 'bool') {
    // the published kernel sums bools to a bool
    return compose(backend, (k) =>
      k.run(Sum, { x: k.run(Cast, { x }, { dtype: 'int32' }) }, attrs),
    );
  }
  const axes = util.parseAxisParam(attrs.axis, x.shape);
  const sizes = leadingRows(x, axes);
  if (!sizes) return stock(args);
  const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
  return compose(backend, (k) =>
    withShape(sumRows(k, backend, x, sizes.rows, sizes.columns), shape),
  );
});
