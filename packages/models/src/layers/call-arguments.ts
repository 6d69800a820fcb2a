import type { Tensor } from '@tensorflow/tfjs-core';
import { currentPass } from '@gnp/ops';
import { foldIn } from '@gnp/random';

/**
 * What a forward pass tells the layers: `model.apply(images, { training: true, seed: 7 })`.
 *
 * Stock layers know `training` only, and `LayersModel.fit` gives no other. What a call leaves open
 * follows from the pass that `duringPass` of `@gnp/ops` says is in progress, if there is one.
 */
export interface CallArguments {
  /** Whether the pass is part of training. Default false. */
  readonly training?: boolean;
  /**
   * Seed of everything random in the pass. Without one in the call or the pass each layer draws afresh
   * each time, by how many draws the process has made in this way: not the same in two passes, but the
   * same when the program is run again.
   */
  readonly seed?: number;
  /** Whether batch norm may move its running statistics in training. Default 'update'. */
  readonly batchStatistics?: 'update' | 'keep';
  /** Whether shake layers mix gradients as they mixed values. Default false: by another draw. */
  readonly trueGradient?: boolean;
}

/** {@link CallArguments} with nothing left open. */
export interface ResolvedCall extends Required<Omit<CallArguments, 'seed'>> {
  /** The seed of what the layer of this name draws; where nobody gave one, another each time. */
  seedOf(layer: string): number;
}

let drawsWithoutSeed = 0;

/** What a layer goes by: what its call says, else the pass in progress, else the defaults. */
export function resolveCall(given: CallArguments): ResolvedCall {
  const pass = currentPass();
  return {
    training: given.training ?? false,
    batchStatistics: given.batchStatistics ?? pass?.batchStatistics ?? 'update',
    trueGradient: given.trueGradient ?? pass?.trueGradient ?? false,
    seedOf: (layer) =>
      foldIn(given.seed ?? pass?.seed ?? foldIn(0, 'no seed', drawsWithoutSeed++), layer),
  };
}

/** The one input tensor of a layer that has one input. */
export function onlyInput(inputs: Tensor | Tensor[], className: string): Tensor {
  if (!Array.isArray(inputs)) return inputs;
  if (inputs.length === 1) return inputs[0];
  throw new Error(`${className} takes one input, got ${inputs.length}.`);
}
