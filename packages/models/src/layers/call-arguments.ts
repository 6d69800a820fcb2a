import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * What a forward pass tells the layers: `model.apply(images, { training: true, seed: 7 })`.
 *
 * Stock layers know `training` only.
 */
export interface CallArguments {
  /** Whether the pass is part of training. Default false. */
  readonly training?: boolean;
  /** Seed of everything random in the pass. Without one, masks are drawn afresh each time. */
  readonly seed?: number;
  /** Whether batch norm may move its running statistics in training. Default 'update'. */
  readonly batchStatistics?: 'update' | 'keep';
  /** Whether shake layers mix gradients as they mixed values. Default false: by another draw. */
  readonly trueGradient?: boolean;
}

/** The one input tensor of a layer that has one input. */
export function onlyInput(inputs: Tensor | Tensor[], className: string): Tensor {
  if (!Array.isArray(inputs)) return inputs;
  if (inputs.length === 1) return inputs[0];
  throw new Error(`${className} takes one input, got ${inputs.length}.`);
}

/** The seed of a pass; a fresh one where the call gave none. */
export function drawSeed({ seed }: CallArguments): number {
  return seed ?? Math.floor(Math.random() * 2 ** 32);
}
