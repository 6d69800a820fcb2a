import { clone, dispose, engine, keep, Optimizer } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import { applyUpdates, byName } from './apply-updates.js';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/** A tensor and its name, as optimizers save their weights. */
export interface NamedTensor {
  name: string;
  tensor: Tensor;
}

/** A `tf.Optimizer` over a gradient transform. Made by {@link asOptimizer}. */
export class TransformOptimizer extends Optimizer {
  static readonly className = 'TransformOptimizer';
  readonly #transform: GradientTransform;
  #state: NamedTensorMap = {};
  #known = new Set<string>();

  /** See {@link asOptimizer}. */
  constructor(transform: GradientTransform) {
    super();
    this.#transform = transform;
  }

  /** Applies one step to the registered variables that the gradients name. */
  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    const named = toMap(gradients);
    const registered = engine().registeredVariables;
    const unknown = Object.keys(named).find((name) => !(name in registered));
    if (unknown) throw new Error(`There is no variable named '${unknown}' to apply a gradient to.`);
    const variables = byName(Object.keys(named).map((name) => registered[name]));
    this.#addState(variables);
    this.#state = applyUpdates(this.#transform, variables, named, this.#state, this.iterations);
    this.incrementIterations();
  }

  /** The step count, then the state of the transform by name. */
  override async getWeights(): Promise<NamedTensor[]> {
    const state = Object.entries(this.#state).map(([name, tensor]) => ({ name, tensor }));
    return [await this.saveIterations(), ...state];
  }

  /** Takes what {@link getWeights} gave; the tensors stay the caller's. */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const state = await this.extractIterations(weights);
    dispose(this.#state);
    this.#state = Object.fromEntries(state.map(({ name, tensor }) => [name, keep(clone(tensor))]));
    // A slot/parameter key tells which parameters the state covers.
    this.#known = new Set(state.map(({ name }) => name.slice(name.indexOf('/') + 1)));
  }

  /** A transform is made of functions, so there is nothing to save but the state. */
  override getConfig() {
    return {};
  }

  /** Frees the state. */
  override dispose(): void {
    super.dispose();
    dispose(this.#state);
    this.#state = {};
    this.#known.clear();
  }

  /** Parameters get their state when their first gradient arrives, as in the stock optimizers. */
  #addState(variables: { [name: string]: Variable }): void {
    const fresh = byName(Object.values(variables).filter(({ name }) => !this.#known.has(name)));
    Object.assign(this.#state, mapTensors(this.#transform.init(fresh), keep));
    Object.keys(fresh).forEach((name) => this.#known.add(name));
  }
}

function toMap(gradients: NamedTensorMap | NamedTensor[]): NamedTensorMap {
  if (!Array.isArray(gradients)) return gradients;
  // minimize() lists variables that the loss does not depend on without a tensor
  const present = gradients.filter(({ tensor }) => tensor);
  return Object.fromEntries(present.map(({ name, tensor }) => [name, tensor]));
}

/** Makes a gradient transform a `tf.Optimizer`, for `minimize` and `LayersModel.compile`. */
export function asOptimizer(transform: GradientTransform): TransformOptimizer {
  return new TransformOptimizer(transform);
}
