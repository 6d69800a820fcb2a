import { add, mul, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { randomStream } from '@gnp/random';
import { resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';
import { scaledBothWays } from './scaled-both-ways.js';

/**
 * Mixes two branches of a residual block, for each example by itself: u a + (1-u) b with u ~ U(0, 1) in
 * training, whose gradients are mixed by another draw u'; their mean otherwise. With `trueGradient` in
 * the call, as in the first pass of the papers' code, u' is u.
 *
 * Gastaldi, "Shake-Shake regularization", 2017, arXiv 1705.07485.
 */
export class ShakeShake extends layers.Layer {
  static readonly className = 'GnpShakeShake';

  /** Takes two branches [B, ...] of one shape. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    if (!Array.isArray(inputs) || inputs.length !== 2) {
      throw new Error('ShakeShake takes two inputs, the branches.');
    }
    const [a, b] = inputs;
    return tidy(() => {
      const { training, trueGradient, seedOf } = resolveCall(args);
      if (!training) return mul(add(a, b), 0.5);
      const random = randomStream(seedOf(this.name));
      const draw = () => Array.from({ length: a.shape[0] }, () => random.uniform());
      const forward = draw();
      const backward = trueGradient ? forward : draw();
      const rest = (values: readonly number[]) => values.map((value) => 1 - value);
      return add(
        scaledBothWays(a, forward, backward),
        scaledBothWays(b, rest(forward), rest(backward)),
      );
    });
  }

  /** The output has the shape of a branch. */
  override computeOutputShape(inputShape: (number | null)[][]): (number | null)[] {
    return inputShape[0];
  }
}
serialization.registerClass(ShakeShake);
