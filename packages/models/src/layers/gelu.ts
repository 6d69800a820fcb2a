import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { gelu } from '@gnp/ops';
import { onlyInput } from './call-arguments.js';

/** Options of {@link Gelu}. */
export interface GeluLayerOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Whether the tanh approximation stands for the error function. Default true, as in the papers' code. */
  approximate?: boolean;
}

/** The Gaussian error linear unit. */
export class Gelu extends layers.Layer {
  static readonly className = 'GnpGelu';
  readonly #approximate: boolean;

  /** See {@link GeluLayerOptions}. */
  constructor(options: GeluLayerOptions = {}) {
    super(options);
    this.#approximate = options.approximate ?? true;
  }

  /** Applies it to each element. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => gelu(onlyInput(inputs, 'Gelu'), { approximate: this.#approximate }));
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), approximate: this.#approximate };
  }
}
serialization.registerClass(Gelu);
