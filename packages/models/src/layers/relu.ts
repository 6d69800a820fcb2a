import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { relu } from '@gnp/ops';
import { onlyInput } from './call-arguments.js';

/** max(0, x), with a gradient in one pass where the backend has it. */
export class Relu extends layers.Layer {
  static readonly className = 'GnpRelu';

  /** Takes a tensor of any shape. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => relu(onlyInput(inputs, 'Relu')));
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }
}
serialization.registerClass(Relu);
