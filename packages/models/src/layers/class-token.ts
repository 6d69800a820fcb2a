import { broadcastTo, concat, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** Puts a learned token, 0 at first, before the tokens [B, T, D] of each image: [B, T + 1, D]. */
export class ClassToken extends layers.Layer {
  static readonly className = 'GnpClassToken';
  #token!: ReturnType<layers.Layer['addWeight']>;

  /** Makes the token [1, 1, D]. */
  override build(inputShape: (number | null)[]): void {
    const size = inputShape.at(-1) as number;
    this.#token = this.addWeight('token', [1, 1, size], 'float32', initializers.zeros());
    this.built = true;
  }

  /** Takes tokens [B, T, D]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'ClassToken');
      const tokens = broadcastTo(this.#token.read(), [x.shape[0], 1, x.shape[2] as number]);
      return concat([tokens, x], 1);
    });
  }

  /** [B, T + 1, D] */
  override computeOutputShape([batch, length, size]: (number | null)[]): (number | null)[] {
    return [batch, length === null ? null : length + 1, size];
  }
}
serialization.registerClass(ClassToken);
