import { dispose, keep, mean } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';

/** The mean of the examples' losses, where the loss function has not taken it. */
export function meanOf(losses: Scalar | Tensor1D): Scalar {
  return losses.rank === 0 ? (losses as Scalar) : mean(losses);
}

/**
 * Calls `use` with a function that reduces the losses otherwise, and returns their mean besides.
 *
 * @throws TypeError if there is but the mean
 */
export function meanWhile<T>(
  losses: () => Scalar | Tensor1D,
  reduce: (losses: Tensor1D) => Scalar,
  use: (f: () => Scalar) => T,
): { value: T; mean: Scalar } {
  let kept: Scalar | undefined;
  try {
    const value = use(() => {
      const each = losses();
      if (each.rank !== 1) {
        throw new TypeError(
          `This rule needs the loss of each example, but the loss function returned a tensor of shape ` +
            `[${each.shape}]. Return the losses [batch], not their mean.`,
        );
      }
      kept = keep(mean(each).clone() as Scalar);
      return reduce(each as Tensor1D);
    });
    if (!kept) throw new Error('The loss was not computed.');
    return { value, mean: kept.clone() as Scalar };
  } finally {
    if (kept) dispose(kept);
  }
}
