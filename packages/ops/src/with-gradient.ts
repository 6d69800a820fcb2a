import { customGrad } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What the forward pass of {@link withGradient} gives. */
export interface Forward {
  readonly value: Tensor;
  /** What the gradient needs; kept alive until then. */
  readonly saved: readonly Tensor[];
}

/**
 * `forward` as one operation of the tape, with a gradient of its own.
 *
 * @param inputs the tensors that the result is differentiated by
 * @param backward gives the gradient of each input, in their order
 */
export function withGradient(
  inputs: readonly Tensor[],
  forward: () => Forward,
  backward: (dy: Tensor, saved: readonly Tensor[]) => Tensor | Tensor[],
): Tensor {
  const operation = customGrad((...args) => {
    const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
    const { value, saved } = forward();
    save([...saved]);
    return { value, gradFunc: backward };
  });
  return operation(...inputs);
}
