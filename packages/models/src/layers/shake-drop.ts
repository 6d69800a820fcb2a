import { mul, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { randomStream } from '@gnp/random';
import { onlyInput, resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';
import { scaledBothWays } from './scaled-both-ways.js';

/** Options of {@link ShakeDrop}. */
export interface ShakeDropOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Probability p that a branch is left as it is, 0 to 1. */
  keep: number;
}

/**
 * Disturbs a residual branch in training, for each example by itself: times b + α - bα going forward
 * and b + β - bβ going backward, with b ~ Bernoulli(p), α ~ U(-1, 1), β ~ U(0, 1); times p, the mean,
 * otherwise. With `trueGradient` in the call the backward factor is the forward one.
 *
 * Yamada et al., "ShakeDrop Regularization for Deep Residual Learning", 2018, arXiv 1802.02375.
 *
 * @throws RangeError if `keep` is outside [0, 1]
 */
export class ShakeDrop extends layers.Layer {
  static readonly className = 'GnpShakeDrop';
  readonly #keep: number;

  /** See {@link ShakeDropOptions}. */
  constructor(options: ShakeDropOptions) {
    super(options);
    const { keep } = options;
    if (!(keep >= 0 && keep <= 1)) {
      throw new RangeError(`ShakeDrop keeps with a probability from 0 to 1, got ${keep}.`);
    }
    this.#keep = keep;
  }

  /** Takes a branch [B, ...]. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'ShakeDrop');
      const { training, trueGradient, seedOf } = resolveCall(args);
      if (!training) return mul(x, this.#keep);
      const random = randomStream(seedOf(this.name));
      const factors = Array.from({ length: x.shape[0] }, () => {
        const b = random.bernoulli(this.#keep) ? 1 : 0;
        const [alpha, beta] = [2 * random.uniform() - 1, random.uniform()];
        return { forward: b + alpha - b * alpha, backward: b + beta - b * beta };
      });
      const forward = factors.map((factor) => factor.forward);
      const backward = factors.map((factor) => factor.backward);
      return scaledBothWays(x, forward, trueGradient ? forward : backward);
    });
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), keep: this.#keep };
  }
}
serialization.registerClass(ShakeDrop);
