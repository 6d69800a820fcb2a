import { add, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';
import { initializerConfig, toInitializer } from './initializer-config.js';
import type { Initializer } from './initializer-config.js';

/** Options of {@link PositionEmbedding}. */
export interface PositionEmbeddingOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Default: N(0, 0.02²). */
  initializer?: Initializer;
}

/** Adds a learned vector to the token at each place: [B, T, D] + [1, T, D]. */
export class PositionEmbedding extends layers.Layer {
  static readonly className = 'GnpPositionEmbedding';
  readonly #initializer: Initializer;
  #embedding!: ReturnType<layers.Layer['addWeight']>;

  /** See {@link PositionEmbeddingOptions}. */
  constructor(options: PositionEmbeddingOptions = {}) {
    super(options);
    this.#initializer = toInitializer(options.initializer, () =>
      initializers.randomNormal({ stddev: 0.02 }),
    );
  }

  /** Makes the embedding [1, T, D]. */
  override build([, length, size]: (number | null)[]): void {
    if (!length || !size) throw new Error('PositionEmbedding needs a known number of tokens.');
    const shape = [1, length, size];
    this.#embedding = this.addWeight('embedding', shape, 'float32', this.#initializer);
    this.built = true;
  }

  /** Takes tokens [B, T, D]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => add(onlyInput(inputs, 'PositionEmbedding'), this.#embedding.read()));
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), initializer: initializerConfig(this.#initializer) };
  }
}
serialization.registerClass(PositionEmbedding);
