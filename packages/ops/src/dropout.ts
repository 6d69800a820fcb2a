import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { bernoulliMask } from '@gnp/random';
import { checkTensor } from './check-tensors.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import { withGradient } from './with-gradient.js';

/** Which elements dropout sets to zero. */
export interface DropoutOptions {
  /** Their share, in [0, 1). */
  readonly rate: number;
  /** The same seed gives the same mask, on every backend. */
  readonly seed: number;
}

/**
 * Sets elements to zero at random and multiplies the others by 1 / (1 - rate).
 *
 * Srivastava et al., "Dropout", JMLR 15, 2014.
 *
 * @throws Error if `x` is not float32
 * @throws RangeError if the rate is outside [0, 1) or the seed is not a whole number from 0 on
 */
export function dropout(x: Tensor, { rate, seed }: DropoutOptions): Tensor {
  checkTensor('dropout', 'x', x);
  return tf.tidy(() => applyMask(x, dropoutMask(x.shape, { rate, seed }), 1 / (1 - rate)));
}

/**
 * A random mask of 0 and 1, bool.
 *
 * @throws Error if a size is negative or no whole number
 * @throws RangeError as {@link dropout} does
 */
export function dropoutMask(shape: number[], { rate, seed }: DropoutOptions): Tensor {
  tf.util.assert(
    shape.every((size) => Number.isInteger(size) && size >= 0),
    () => `dropoutMask: the sizes of a shape are whole numbers from 0 on, not [${shape}].`,
  );
  if (hasKernel(kernels.DropoutMask)) {
    return runKernel(kernels.DropoutMask, {}, { shape, rate, seed })[0];
  }
  const values = new Uint8Array(tf.util.sizeFromShape(shape));
  bernoulliMask(values, rate, seed);
  return tf.tensor(values, shape, 'bool');
}

/**
 * x · mask · scale; no gradient flows into the mask.
 *
 * @param mask bool, of the shape of `x`
 * @throws Error if `x` is not float32, or the mask not bool or of another shape
 */
export function applyMask(x: Tensor, mask: Tensor, scale: number): Tensor {
  checkTensor('applyMask', 'x', x);
  const { shape } = x;
  checkTensor('applyMask', 'mask', mask, { shape, dtype: 'bool', because: () => 'the shape of x' });
  if (x.size === 0 || !hasKernel(kernels.ApplyMask)) {
    return tf.mul(x, tf.mul(tf.cast(mask, 'float32'), scale));
  }
  const masked = (values: Tensor, by: Tensor) =>
    runKernel(kernels.ApplyMask, { x: values, mask: by }, { scale })[0];
  return withGradient(
    [x],
    () => ({ value: masked(x, mask), saved: [mask] }),
    (dy, [saved]) => masked(dy, saved),
  );
}
