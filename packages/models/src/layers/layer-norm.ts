import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { layerNorm } from '@gnp/ops';
import { onlyInput } from './call-arguments.js';

type LayerConfig = ConstructorParameters<typeof layers.Layer>[0];
type LayerVariable = ReturnType<layers.Layer['addWeight']>;

/** Options of {@link LayerNorm}. */
export interface LayerNormOptions extends NonNullable<LayerConfig> {
  /** Added to the variance. Default 1e-6. */
  epsilon?: number;
}

/** Layer normalisation over the last axis, with scale and shift. */
export class LayerNorm extends layers.Layer {
  static readonly className = 'GnpLayerNorm';
  readonly #epsilon: number;
  #scale!: LayerVariable;
  #shift!: LayerVariable;

  /** See {@link LayerNormOptions}. */
  constructor(options: LayerNormOptions = {}) {
    super(options);
    this.#epsilon = options.epsilon ?? 1e-6;
  }

  /** Makes the weights [C]: scale 1 and shift 0. */
  override build(inputShape: (number | null)[]): void {
    const size = inputShape.at(-1);
    if (!size) throw new Error(`LayerNorm needs a known last axis, got [${inputShape}].`);
    this.#scale = this.addWeight('scale', [size], 'float32', initializers.ones());
    this.#shift = this.addWeight('shift', [size], 'float32', initializers.zeros());
    this.built = true;
  }

  /** Normalises a tensor [..., C]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const [scale, shift] = [this.#scale, this.#shift].map((w) => w.read() as Tensor1D);
      return layerNorm(onlyInput(inputs, 'LayerNorm'), scale, shift, this.#epsilon);
    });
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), epsilon: this.#epsilon };
  }
}
serialization.registerClass(LayerNorm);
