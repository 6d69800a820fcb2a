import { Tensor } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';

/**
 * Checks what a loss function gave.
 *
 * @throws TypeError if it is no float32 scalar
 */
export function checkLoss(loss: unknown): Scalar {
  if (!(loss instanceof Tensor)) {
    const advice =
      loss instanceof Promise
        ? ' Compute it without await: gradients are recorded while the function runs.'
        : '';
    throw new TypeError(`The loss must be a float32 scalar tensor, not ${nameOf(loss)}.${advice}`);
  }
  if (loss.rank !== 0) {
    throw new TypeError(
      `The loss must be a scalar, not a tensor of shape [${loss.shape.join(', ')}]. Take its mean or sum.`,
    );
  }
  if (loss.dtype !== 'float32') {
    throw new TypeError(
      `The loss must be a float32 scalar, not ${loss.dtype}. Compute it from float32 tensors.`,
    );
  }
  return loss as Scalar;
}

function nameOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  return typeof value === 'object' && value ? 'an object' : String(value);
}
