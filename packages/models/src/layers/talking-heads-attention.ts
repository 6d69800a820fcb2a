import {
  add,
  matMul,
  mul,
  ones,
  reshape,
  serialization,
  softmax,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { dropProbabilities } from './attention-dropout.js';
import type { AttentionLayerOptions } from './attention.js';
import type { CallArguments } from './call-arguments.js';
import { checkHeads, joinHeads, splitHeads } from './heads.js';
import { initializerConfig, toInitializer } from './initializer-config.js';
import type { Initializer } from './initializer-config.js';
import { lecunNormal } from './lecun-normal.js';

type LayerVariable = ReturnType<layers.Layer['addWeight']>;

/** Options of {@link TalkingHeadsAttention}. */
export interface TalkingHeadsOptions extends AttentionLayerOptions {
  /** Of the mixing of heads before the softmax. Default: LeCun normal. */
  beforeInitializer?: Initializer;
  /** Of the mixing after it; a seed of its own keeps both from beginning alike. Default: LeCun normal. */
  afterInitializer?: Initializer;
}

/**
 * Multi-head attention of [queries, keys, values] [B, T, D] whose heads are mixed by learned linear
 * maps before and after the softmax.
 *
 * Shazeer et al., "Talking-Heads Attention", 2020, arXiv 2003.02436; as CaiT has it, Touvron et al.,
 * ICCV 2021, arXiv 2103.17239.
 */
export class TalkingHeadsAttention extends layers.Layer {
  static readonly className = 'GnpTalkingHeadsAttention';
  readonly #heads: number;
  readonly #dropout: number;
  readonly #initializers: { readonly before: Initializer; readonly after: Initializer };
  #before!: readonly [LayerVariable, LayerVariable];
  #after!: readonly [LayerVariable, LayerVariable];

  /** See {@link TalkingHeadsOptions}. */
  constructor(options: TalkingHeadsOptions) {
    super(options);
    this.#heads = options.heads;
    this.#dropout = options.dropout ?? 0;
    this.#initializers = {
      before: toInitializer(options.beforeInitializer, lecunNormal),
      after: toInitializer(options.afterInitializer, lecunNormal),
    };
  }

  /** Makes both mixings: a kernel [heads, heads] and a bias [heads] each. */
  override build(): void {
    const heads = this.#heads;
    const mixing = (name: 'before' | 'after') =>
      [
        this.addWeight(`${name}/kernel`, [heads, heads], 'float32', this.#initializers[name]),
        this.addWeight(`${name}/bias`, [heads], 'float32', initializers.zeros()),
      ] as const;
    this.#before = mixing('before');
    this.#after = mixing('after');
    this.built = true;
  }

  /** Takes [queries, keys, values]. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    if (!Array.isArray(inputs) || inputs.length !== 3) {
      throw new Error('TalkingHeadsAttention takes three inputs: queries, keys and values.');
    }
    return tidy(() => {
      const size = checkHeads(inputs[0].shape[2], this.#heads) / this.#heads;
      const [q, k, v] = inputs.map((x) => splitHeads(x, this.#heads));
      const scores = matMul(mul(q, 1 / Math.sqrt(size)), k, false, true);
      const mixed = softmax(this.#mix(scores, this.#before));
      const probabilities = this.#mix(mixed, this.#after);
      return joinHeads(matMul(dropProbabilities(probabilities, this.#dropout, args, this.name), v));
    });
  }

  /** Σ over heads h of kernel[h, g] · scores[b, h, t, s], plus bias[g]. */
  #mix(scores: Tensor, [kernel, bias]: readonly [LayerVariable, LayerVariable]): Tensor {
    const [batch, heads, rows, columns] = scores.shape as [number, number, number, number];
    const flat = reshape(scores, [batch, heads, rows * columns]);
    // matMul's gradient does not sum over a batch that it broadcast
    const kernels = mul(reshape(kernel.read(), [1, heads, heads]), ones([batch, 1, 1]));
    const mixed = matMul(kernels, flat, true, false);
    return reshape(add(mixed, reshape(bias.read(), [1, heads, 1])), scores.shape);
  }

  /** The output has the shape of the queries. */
  override computeOutputShape(inputShape: (number | null)[][]): (number | null)[] {
    return inputShape[0];
  }

  /** Multiply-adds for one image: scores, both mixings, and values times probabilities. */
  multiplications([[, length, channels]]: readonly (number | null)[][]): number {
    return 2 * (length ?? 1) ** 2 * ((channels ?? 1) + this.#heads ** 2);
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      heads: this.#heads,
      dropout: this.#dropout,
      beforeInitializer: initializerConfig(this.#initializers.before),
      afterInitializer: initializerConfig(this.#initializers.after),
    };
  }
}
serialization.registerClass(TalkingHeadsAttention);
