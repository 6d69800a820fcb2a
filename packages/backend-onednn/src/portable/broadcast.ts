import { broadcast_util } from '@tensorflow/tfjs-core';

/**
 * How two arrays broadcast against each other: the result's axes, neighbours merged where both
 * operands run on, and each operand's strides along them, 0 where it repeats.
 */
export interface Broadcast {
  readonly shape: number[];
  readonly dims: readonly number[];
  readonly aStrides: readonly number[];
  readonly bStrides: readonly number[];
}

export function planBroadcast(aShape: number[], bShape: number[]): Broadcast {
  const shape = broadcast_util.assertAndGetBroadcastShape(aShape, bShape);
  const [dims, aStrides, bStrides]: number[][] = [[], [], []];
  let [aStride, bStride] = [1, 1];
  for (let axis = 1; axis <= shape.length; axis++) {
    const size = shape[shape.length - axis];
    const a = aShape[aShape.length - axis] ?? 1;
    const b = bShape[bShape.length - axis] ?? 1;
    if (size !== 1) {
      const [stepA, stepB] = [a === 1 ? 0 : aStride, b === 1 ? 0 : bStride];
      const runsOn =
        dims.length > 0 && stepA === aStrides[0] * dims[0] && stepB === bStrides[0] * dims[0];
      if (runsOn) dims[0] *= size;
      else {
        dims.unshift(size);
        aStrides.unshift(stepA);
        bStrides.unshift(stepB);
      }
    }
    aStride *= a;
    bStride *= b;
  }
  if (dims.length === 0) return { shape, dims: [1], aStrides: [1], bStrides: [1] };
  return { shape, dims, aStrides, bStrides };
}
