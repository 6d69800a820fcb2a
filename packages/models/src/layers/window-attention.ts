import {
  add,
  gather,
  matMul,
  mul,
  reshape,
  serialization,
  softmax,
  tensor1d,
  tensor4d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { dropProbabilities } from './attention-dropout.js';
import type { AttentionLayerOptions } from './attention.js';
import type { CallArguments } from './call-arguments.js';
import { checkHeads, joinHeads, splitHeads } from './heads.js';
import { initializerConfig, toInitializer } from './initializer-config.js';
import type { Initializer } from './initializer-config.js';
import { assemble, partition, relativePositions, shiftMask } from './windows.js';
import type { WindowGeometry } from './windows.js';

/** Options of {@link WindowAttention}. */
export interface WindowAttentionOptions extends AttentionLayerOptions, WindowGeometry {
  /** Of the table of relative positions. Default: N(0, 0.02²). */
  tableInitializer?: Initializer;
}

/**
 * Multi-head attention of [queries, keys, values] [B, H·W, D] within the windows of a map of tokens,
 * with a learned bias for each head and relative position. With a shift the map is rolled before it is
 * cut and back afterwards, and tokens from opposite edges do not see one another. Linear maps stand
 * before and after it. Positions and masks are constants, not weights.
 *
 * Liu et al., "Swin Transformer", ICCV 2021, arXiv 2103.14030.
 */
export class WindowAttention extends layers.Layer {
  static readonly className = 'GnpWindowAttention';
  readonly #geometry: WindowGeometry;
  readonly #heads: number;
  readonly #dropout: number;
  readonly #initializer: Initializer;
  readonly #positions: Int32Array;
  readonly #mask: ReturnType<typeof shiftMask>;
  #table!: ReturnType<layers.Layer['addWeight']>;

  /**
   * See {@link WindowAttentionOptions}.
   *
   * @throws RangeError if the window does not divide the map, or the shift is no part of it
   */
  constructor(options: WindowAttentionOptions) {
    super(options);
    const { height, width, window, shift, heads, dropout = 0, tableInitializer } = options;
    if (height % window !== 0 || width % window !== 0 || shift < 0 || shift >= window) {
      throw new RangeError(
        `Windows of ${window}×${window} tokens, shifted by ${shift}, do not cover a map of ` +
          `${height}×${width} evenly.`,
      );
    }
    this.#geometry = { height, width, window, shift };
    this.#heads = heads;
    this.#dropout = dropout;
    this.#initializer = toInitializer(tableInitializer, () =>
      initializers.randomNormal({ stddev: 0.02 }),
    );
    this.#positions = relativePositions(window);
    this.#mask = shiftMask(this.#geometry);
  }

  /** Makes the table of relative positions [(2 window - 1)², heads]. */
  override build(): void {
    const side = 2 * this.#geometry.window - 1;
    const shape = [side * side, this.#heads];
    this.#table = this.addWeight('relative-positions', shape, 'float32', this.#initializer);
    this.built = true;
  }

  /** Takes [queries, keys, values]. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    if (!Array.isArray(inputs) || inputs.length !== 3) {
      throw new Error('WindowAttention takes three inputs: queries, keys and values.');
    }
    return tidy(() => {
      const size = checkHeads(inputs[0].shape[2], this.#heads) / this.#heads;
      const [q, k, v] = inputs.map((x) => splitHeads(partition(x, this.#geometry), this.#heads));
      const scores = matMul(mul(q, 1 / Math.sqrt(size)), k, false, true);
      const probabilities = softmax(this.#biased(scores));
      const kept = dropProbabilities(probabilities, this.#dropout, args, this.name);
      return assemble(joinHeads(matMul(kept, v)), this.#geometry);
    });
  }

  /** Scores [B · windows, heads, N, N] plus the bias of each relative position, and the mask. */
  #biased(scores: Tensor): Tensor {
    const places = this.#geometry.window ** 2;
    const rows = gather(this.#table.read(), tensor1d(this.#positions, 'int32'));
    const bias = transpose(reshape(rows, [places, places, this.#heads]), [2, 0, 1]);
    if (!this.#mask) return add(scores, bias);
    const { values, shape } = this.#mask;
    const [windows] = shape;
    const byWindow = reshape(scores, [-1, windows, this.#heads, places, places]);
    return reshape(add(byWindow, add(bias, tensor4d(values, shape))), scores.shape);
  }

  /** The output has the shape of the queries. */
  override computeOutputShape(inputShape: (number | null)[][]): (number | null)[] {
    return inputShape[0];
  }

  /** Multiply-adds for one image: scores, and values times probabilities. */
  multiplications([[, length, channels]]: readonly (number | null)[][]): number {
    return 2 * (length ?? 1) * this.#geometry.window ** 2 * (channels ?? 1);
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.#geometry,
      heads: this.#heads,
      dropout: this.#dropout,
      tableInitializer: initializerConfig(this.#initializer),
    };
  }
}
serialization.registerClass(WindowAttention);
