import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** What one call of {@link GradientTransform.update} yields. */
export interface TransformResult {
  /** The transformed gradients; after the last transform of a chain, what is added to the parameters. */
  readonly updates: NamedTensorMap;
  /** The state for the next step, under the same keys: new tensors, also where nothing changed. */
  readonly state: NamedTensorMap;
}

/** Which transform of this package it is, by the name of its function, and the options it was made of. */
export interface TransformConfig {
  readonly name: string;
  readonly [option: string]: unknown;
}

/**
 * A stage on the way from gradients to parameter updates: a pair of pure functions with explicit
 * state, after the pattern of optax. Neither function disposes what it is given, nor reads a tensor on
 * the host; call `update` inside `tf.tidy`, and dispose the old state afterwards.
 *
 * Gradients, parameters and updates are keyed by parameter name. State keys are `slot/parameter`, or
 * without a slash for what belongs to all parameters, so that state can be saved and matched.
 */
export interface GradientTransform {
  /** The state before the first step, for parameters of these names and shapes. */
  init(parameters: NamedTensorMap): NamedTensorMap;
  /** Transforms the gradients of one step (0-based). Parameters without a gradient are left alone. */
  update(
    gradients: NamedTensorMap,
    state: NamedTensorMap,
    parameters: NamedTensorMap,
    step: number,
  ): TransformResult;
  /** How to make it again. The transforms of this package have it, but for chains. */
  readonly config?: TransformConfig;
  /** The transforms of a chain, chains among them taken apart. Other transforms have none. */
  readonly stages?: readonly GradientTransform[];
}

/** The transforms that one consists of: itself, unless it is a chain. */
export function stagesOf(transform: GradientTransform): readonly GradientTransform[] {
  return transform.stages ?? [transform];
}

/** Applies `f` to each tensor of a map. What `f` leaves behind is for the tidy around `update`. */
export function mapTensors(
  tensors: NamedTensorMap,
  f: (tensor: Tensor, name: string) => Tensor,
): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)]),
  );
}

/** A transform without state. */
export function stateless(
  f: (gradients: NamedTensorMap, parameters: NamedTensorMap, step: number) => NamedTensorMap,
): GradientTransform {
  return {
    init: () => ({}),
    update: (gradients, _, parameters, step) => ({
      updates: f(gradients, parameters, step),
      state: {},
    }),
  };
}
