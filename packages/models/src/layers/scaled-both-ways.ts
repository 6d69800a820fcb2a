import { customGrad, mul, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * A tensor [B, ...] times one factor an example going forward, and its gradient times another going
 * backward: what Shake-Shake and ShakeDrop do.
 */
export function scaledBothWays(
  x: Tensor,
  forward: readonly number[],
  backward: readonly number[],
): Tensor {
  const shape = [x.shape[0], ...x.shape.slice(1).map(() => 1)];
  const [ahead, back] = [forward, backward].map((factors) =>
    tensor([...factors], shape, 'float32'),
  );
  const operation = customGrad((input, save) => {
    (save as unknown as (tensors: Tensor[]) => void)([back]);
    return {
      value: mul(input as Tensor, ahead),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, saved[0]),
    };
  });
  return operation(x);
}
