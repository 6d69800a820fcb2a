import { reshape, serialization, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** The first token of each image: [B, T, D] to [B, D]. */
export class FirstToken extends layers.Layer {
  static readonly className = 'GnpFirstToken';

  /** Takes tokens [B, T, D]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'FirstToken');
      const [batch, , size] = x.shape as [number, number, number];
      return reshape(slice(x, [0, 0, 0], [batch, 1, size]), [batch, size]);
    });
  }

  /** [B, D] */
  override computeOutputShape([batch, , size]: (number | null)[]): (number | null)[] {
    return [batch, size];
  }
}
serialization.registerClass(FirstToken);
