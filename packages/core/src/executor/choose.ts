import { clone, where } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * One of two tensors of the same shape, chosen on the device.
 *
 * @param flag a bool scalar; without it `whenTrue` is chosen
 */
export function choose<T extends Tensor>(flag: Tensor | undefined, whenTrue: T, whenFalse: T): T {
  return flag ? where(flag, whenTrue, whenFalse) : clone(whenTrue);
}
