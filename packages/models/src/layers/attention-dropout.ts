import type { Tensor } from '@tensorflow/tfjs-core';
import { dropout } from '@gnp/ops';
import { resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';

/** Drops attention probabilities in training; the mask follows from the seed and the layer's name. */
export function dropProbabilities(
  probabilities: Tensor,
  rate: number,
  args: CallArguments,
  layerName: string,
): Tensor {
  const { training, seedOf } = resolveCall(args);
  if (!training || rate === 0) return probabilities;
  return dropout(probabilities, { rate, seed: seedOf(layerName) });
}
