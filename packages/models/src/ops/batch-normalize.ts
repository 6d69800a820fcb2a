import {
  add,
  customGrad,
  div,
  engine,
  mean,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/** Mean and (biased) variance of each channel over all other axes. */
export interface ChannelMoments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** The moments of the channels of `x` [..., C]. The caller disposes them. */
export function channelMoments(x: Tensor): ChannelMoments {
  return tidy(() => {
    const rows = toRows(x);
    const average = mean(rows, 0) as Tensor1D;
    const variance = mean(square(sub(rows, average)), 0) as Tensor1D;
    return { mean: average, variance };
  });
}

/**
 * Normalises each channel of `x` [..., C] by its own mean and variance, then scales and shifts:
 * γ (x - μ) / √(σ² + ε) + β.
 *
 * `moments` are those of `x`, computed beforehand because running averages want them too; the
 * gradient takes their dependence on `x` into account.
 *
 * Ioffe and Szegedy, "Batch Normalization", ICML 2015, arXiv 1502.03167.
 *
 * @param scale γ [C]
 * @param shift β [C]
 */
export function batchNormalize(
  x: Tensor,
  scale: Tensor1D,
  shift: Tensor1D,
  moments: ChannelMoments,
  epsilon: number,
): Tensor {
  const forward = customGrad((...args) => {
    const [input, gamma, beta] = args as unknown as [Tensor, Tensor1D, Tensor1D];
    const save = args[3] as unknown as (tensors: Tensor[]) => void;
    const rows = toRows(input);
    const factor = mul(gamma, rsqrt(add(moments.variance, epsilon)));
    const value = add(mul(rows, factor), sub(beta, mul(moments.mean, factor)));
    save([input, gamma, moments.mean, moments.variance]);

    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [savedInput, savedGamma, ...savedMoments] = saved;
      // What was computed above is a constant to an outer tape: second derivatives need it anew.
      const [average, variance] =
        engine().state.gradientDepth > 0 ? Object.values(channelMoments(savedInput)) : savedMoments;
      const inverse = rsqrt(add(variance, epsilon));
      const normalized = mul(sub(toRows(savedInput), average), inverse);
      const dyRows = toRows(dy);
      const count = dyRows.shape[0];
      const dBeta = sum(dyRows, 0);
      const dGamma = sum(mul(dyRows, normalized), 0);
      const centered = sub(dyRows, add(mul(normalized, div(dGamma, count)), div(dBeta, count)));
      const dx = mul(centered, mul(savedGamma, inverse));
      return [reshape(dx, savedInput.shape), dGamma, dBeta];
    };
    return { value: reshape(value, input.shape), gradFunc };
  });
  return forward(x, scale, shift);
}

/** [..., C] as a matrix [N, C]. */
function toRows(x: Tensor): Tensor {
  return reshape(x, [-1, x.shape[x.rank - 1]]);
}
