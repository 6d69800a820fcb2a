import { reshape, serialization, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** Options of {@link PatchMerging}. */
export interface PatchMergingOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Rows of the map of tokens, even. */
  height: number;
  /** Columns, even. */
  width: number;
}

/**
 * Joins each 2×2 square of a map of tokens [B, H·W, D] into one token, [B, H·W/4, 4D]; the square's
 * tokens follow one another column by column. A norm and a linear map stand behind it.
 *
 * Liu et al., "Swin Transformer", ICCV 2021, arXiv 2103.14030.
 */
export class PatchMerging extends layers.Layer {
  static readonly className = 'GnpPatchMerging';
  readonly #height: number;
  readonly #width: number;

  /** See {@link PatchMergingOptions}. */
  constructor(options: PatchMergingOptions) {
    super(options);
    this.#height = options.height;
    this.#width = options.width;
  }

  /** Takes tokens [B, H·W, D]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'PatchMerging');
      const [batch, tokens, channels] = x.shape as [number, number, number];
      const [rows, columns] = [this.#height / 2, this.#width / 2];
      const squares = reshape(x, [batch, rows, 2, columns, 2, channels]);
      return reshape(transpose(squares, [0, 1, 3, 4, 2, 5]), [batch, tokens / 4, 4 * channels]);
    });
  }

  /** [B, H·W/4, 4D] */
  override computeOutputShape([batch, tokens, channels]: (number | null)[]): (number | null)[] {
    return [batch, tokens && tokens / 4, channels && 4 * channels];
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), height: this.#height, width: this.#width };
  }
}
serialization.registerClass(PatchMerging);
