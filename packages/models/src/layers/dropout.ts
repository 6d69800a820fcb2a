import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { dropout } from '@gnp/ops';
import { onlyInput, resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';

/** Options of {@link Dropout}. */
export interface DropoutOptions extends NonNullable<ConstructorParameters<typeof layers.Layer>[0]> {
  /** Share of the elements set to zero in training, in [0, 1). */
  rate: number;
}

/**
 * Sets elements to zero in training and scales the others up by 1 / (1 - rate).
 *
 * The mask follows from the call's `seed` and the layer's name, so the passes of one step share it;
 * stock `tf.layers.dropout` draws a new one in each.
 *
 * Srivastava et al., "Dropout", JMLR 15, 2014.
 *
 * @throws RangeError if the rate is outside [0, 1)
 */
export class Dropout extends layers.Layer {
  static readonly className = 'GnpDropout';
  readonly #rate: number;

  /** See {@link DropoutOptions}. */
  constructor(options: DropoutOptions) {
    super(options);
    const { rate } = options;
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`A dropout rate is at least 0 and less than 1, got ${rate}.`);
    }
    this.#rate = rate;
  }

  /** Masks a tensor of any shape in training; passes it through otherwise. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'Dropout');
      const { training, seedOf } = resolveCall(args);
      if (!training || this.#rate === 0) return x.clone();
      return dropout(x, { rate: this.#rate, seed: seedOf(this.name) });
    });
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.#rate };
  }
}
serialization.registerClass(Dropout);
