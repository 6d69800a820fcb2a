import { mul, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** Options of {@link LayerScale}. */
export interface LayerScaleOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** What each factor begins with. Default 1e-5. */
  initial?: number;
}

/**
 * Multiplies each channel of a residual branch [..., D] by a learned factor [D] that begins near 0.
 *
 * Touvron et al., "Going deeper with Image Transformers", ICCV 2021, arXiv 2103.17239.
 */
export class LayerScale extends layers.Layer {
  static readonly className = 'GnpLayerScale';
  readonly #initial: number;
  #scale!: ReturnType<layers.Layer['addWeight']>;

  /** See {@link LayerScaleOptions}. */
  constructor(options: LayerScaleOptions = {}) {
    super(options);
    this.#initial = options.initial ?? 1e-5;
  }

  /** Makes the factors [D]. */
  override build(inputShape: (number | null)[]): void {
    const initializer = initializers.constant({ value: this.#initial });
    this.#scale = this.addWeight('scale', [inputShape.at(-1)!], 'float32', initializer);
    this.built = true;
  }

  /** Takes a branch [..., D]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => mul(onlyInput(inputs, 'LayerScale'), this.#scale.read()));
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), initial: this.#initial };
  }
}
serialization.registerClass(LayerScale);
