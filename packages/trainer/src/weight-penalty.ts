import { add, mul, square, sum, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { checkNumber, isCovered } from '@gnp/options';
import type { Mask } from '@gnp/options';

/** A penalty on the parameters, by name: part of the loss in every pass, and told apart from it. */
export type WeightPenalty = (parameters: Readonly<Record<string, Tensor>>) => Scalar | undefined;

/**
 * The coupled penalty ½ · coefficient · Σθ².
 *
 * @param coefficient from 0 on; with 0 there is no penalty
 * @param mask which parameters the sum is over; default all
 * @throws RangeError if the coefficient is negative or not finite
 */
export function l2(coefficient: number, mask: Mask<Tensor> = 'all'): WeightPenalty {
  checkNumber('l2', coefficient, { least: 0 });
  return (parameters) => {
    const chosen = Object.entries(parameters).filter(([name, x]) => isCovered(mask, name, x));
    if (coefficient === 0 || chosen.length === 0) return undefined;
    return tidy(() => {
      const sums = chosen.map(([, parameter]) => sum<Scalar>(square(parameter)));
      return mul<Scalar>(
        sums.reduce((a, b) => add(a, b)),
        coefficient / 2,
      );
    });
  };
}
