import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** What one call of {@link GradientTransform.update} yields. */
export interface TransformResult {
  /** The transformed gradients; after the last transform of a chain, what is added to the parameters. */
  readonly updates: NamedTensorMap;
  /** The state for the next step: new tensors, also where nothing changed. */
  readonly state: NamedTensorMap;
}

/**
 * A stage on the way from gradients to parameter updates: a pair of pure functions with explicit
 * state, after the pattern of optax. Neither function disposes what it is given; call `update` inside
 * `tf.tidy`, and dispose the old state afterwards.
 *
 * All maps are keyed by parameter name; state keys are `slot/parameter`, so that state can be saved.
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
}

/** Applies `f` to each tensor of a map. */
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
