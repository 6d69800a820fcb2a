import { mul, serialization, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { randomStream } from '@gnp/random';
import { onlyInput, resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';

/** Options of {@link StochasticDepth}. */
export interface StochasticDepthOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Share of the examples for which the branch is left out in training, in [0, 1). */
  rate: number;
}

/**
 * Leaves a residual branch out for some examples in training, and scales it up by 1 / (1 - rate) for
 * the others. Which ones follows from the call's `seed` and the layer's name.
 *
 * Huang et al., "Deep Networks with Stochastic Depth", ECCV 2016, arXiv 1603.09382.
 *
 * @throws RangeError if the rate is outside [0, 1)
 */
export class StochasticDepth extends layers.Layer {
  static readonly className = 'GnpStochasticDepth';
  readonly #rate: number;

  /** See {@link StochasticDepthOptions}. */
  constructor(options: StochasticDepthOptions) {
    super(options);
    const { rate } = options;
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`A rate of stochastic depth is at least 0 and below 1, got ${rate}.`);
    }
    this.#rate = rate;
  }

  /** Takes a branch [B, ...]. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'StochasticDepth');
      const { training, seedOf } = resolveCall(args);
      if (!training || this.#rate === 0) return x.clone();
      const random = randomStream(seedOf(this.name));
      const kept = Array.from({ length: x.shape[0] }, () => (random.bernoulli(this.#rate) ? 0 : 1));
      const factors = tensor(kept, [x.shape[0], ...x.shape.slice(1).map(() => 1)], 'float32');
      return mul(x, mul(factors, 1 / (1 - this.#rate)));
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
serialization.registerClass(StochasticDepth);
