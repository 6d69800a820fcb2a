import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { addRelu } from '@gnp/ops';

/** max(0, a + b) of two inputs of one shape: the end of a residual block. */
export class AddRelu extends layers.Layer {
  static readonly className = 'GnpAddRelu';

  /** Takes [a, b]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    if (!Array.isArray(inputs) || inputs.length !== 2) {
      throw new Error(
        `AddRelu takes two inputs, got ${Array.isArray(inputs) ? inputs.length : 1}.`,
      );
    }
    const [a, b] = inputs;
    return tidy(() => addRelu(a, b));
  }

  /** The output has the shape of either input. */
  override computeOutputShape(inputShape: (number | null)[][]): (number | null)[] {
    return inputShape[0];
  }
}
serialization.registerClass(AddRelu);
