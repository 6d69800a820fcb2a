import { reshape, serialization, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** Options of {@link FirstToken}. */
export interface FirstTokenOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Whether the result is [B, 1, D], not [B, D]. Default false. */
  keepAxis?: boolean;
}

/** The first token of each image: [B, T, D] to [B, D]. */
export class FirstToken extends layers.Layer {
  static readonly className = 'GnpFirstToken';
  readonly #keepAxis: boolean;

  /** See {@link FirstTokenOptions}. */
  constructor(options: FirstTokenOptions = {}) {
    super(options);
    this.#keepAxis = options.keepAxis ?? false;
  }

  /** Takes tokens [B, T, D]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'FirstToken');
      const [batch, , size] = x.shape as [number, number, number];
      const first = slice(x, [0, 0, 0], [batch, 1, size]);
      return this.#keepAxis ? first : reshape(first, [batch, size]);
    });
  }

  /** [B, D], or [B, 1, D] */
  override computeOutputShape([batch, , size]: (number | null)[]): (number | null)[] {
    return this.#keepAxis ? [batch, 1, size] : [batch, size];
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), keepAxis: this.#keepAxis };
  }
}
serialization.registerClass(FirstToken);
