import {
  addN,
  customGrad,
  divNoNan,
  mul,
  scalar,
  square,
  sum,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { globalNorm } from '@gnp/ops';

/**
 * A scalar of the gradients g whose derivative is g, or g/‖g‖ with `unit` (0 where g is 0): ½‖g‖², over
 * ‖g‖ held constant. The scalar itself may leave the range of float32, its derivative does not.
 */
export function halfSquare(gradients: NamedTensorMap, unit: boolean): Scalar {
  const all = Object.values(gradients);
  if (all.length === 0) return scalar(0);
  const half = mul<Scalar>(0.5, addN(all.map((g) => sum(square(g)))));
  return unit ? mul<Scalar>(half, inverseNorm(all)) : half;
}

/** Σ g · v over the parameters that both name, with v constant. */
export function product(gradients: NamedTensorMap, v: NamedTensorMap): Scalar {
  const names = Object.keys(gradients).filter((name) => name in v);
  if (names.length === 0) return scalar(0);
  return addN(names.map((name) => sum(mul(gradients[name], v[name])))) as Scalar;
}

/** 1/‖g‖, 0 where that is infinite; no gradient flows through it. */
function inverseNorm(all: readonly Tensor[]): Tensor {
  const constant = customGrad((...args) => {
    const inputs = args.slice(0, -1) as Tensor[]; // behind them is the function that saves
    return {
      value: divNoNan(1, globalNorm(inputs)),
      gradFunc: () => inputs.map((x) => zerosLike(x)),
    };
  });
  return constant(...all);
}
