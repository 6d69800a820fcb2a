import {
  clone,
  dispose,
  engine,
  keep,
  Optimizer,
  serialization,
  tidy,
} from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import { valueAt } from '@gnp/options';
import type { NumberOrSchedule } from '@gnp/options';
import { applyUpdates, byName } from './apply-updates.js';
import type { ApplyOptions } from './apply-updates.js';
import { mapTensors } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { matchState } from './match-state.js';
import { learningRateOf, withLearningRate } from './present-learning-rate.js';
import { parametersOf } from './slots.js';
import { fromConfig, toConfig } from './transform-config.js';

/** A tensor and its name, as optimizers save their weights. */
export interface NamedTensor {
  name: string;
  tensor: Tensor;
}

/**
 * A `tf.Optimizer` over a gradient transform. Made by {@link asOptimizer}, and by `tf.loadLayersModel`
 * for a model that was saved with it.
 */
export class TransformOptimizer extends Optimizer {
  static readonly className = 'TransformOptimizer';
  #transform: GradientTransform;
  #state: NamedTensorMap = {};
  #known = new Set<string>();
  /** Whether the state is from {@link setWeights}, and its parameters have not been seen yet. */
  #isRestored = false;
  #isDisposed = false;

  /** See {@link asOptimizer}. */
  constructor(transform: GradientTransform) {
    super();
    this.#transform = transform;
  }

  /**
   * The learning rate of the next step. It can be set to a number or a schedule between steps.
   *
   * @throws Error unless the chain of transforms has exactly one `scaleByLearningRate`
   * @throws RangeError if it is set to a number that is negative or not finite
   */
  get learningRate(): number {
    return valueAt(learningRateOf(this.#transform), this.iterations, 'learningRate');
  }

  set learningRate(learningRate: NumberOrSchedule) {
    this.#transform = withLearningRate(this.#transform, learningRate);
  }

  /** Sets the learning rate, under the name that stock optimizers have for it. */
  setLearningRate(learningRate: NumberOrSchedule): void {
    this.learningRate = learningRate;
  }

  /**
   * Applies one step to the registered variables that the gradients name. Those that are named without
   * a gradient stay as they are.
   *
   * @throws Error if there is no variable of a name, if a gradient is of another shape, or if a state
   *   from {@link setWeights} does not fit the variables; then nothing has changed
   */
  override applyGradients(
    gradients: NamedTensorMap | NamedTensor[],
    { finite }: Pick<ApplyOptions, 'finite'> = {},
  ): void {
    this.#checkAlive();
    const named = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients);
    const variables = registered(named.map(([name]) => name));
    const present = Object.fromEntries(named.filter(([, gradient]) => gradient));
    if (Object.keys(present).length > 0) {
      this.#addState(variables);
      const [transform, state, step] = [this.#transform, this.#state, this.iterations];
      this.#state = applyUpdates(transform, byName(variables), present, state, step, {
        finite,
      });
    }
    this.incrementIterations();
  }

  /** The step count as `iter`, then the state of the transform by name; the tensors stay its own. */
  override async getWeights(): Promise<NamedTensor[]> {
    this.#checkAlive();
    const state = Object.entries(this.#state).map(([name, tensor]) => ({ name, tensor }));
    return [await this.saveIterations(), ...state];
  }

  /**
   * Takes what {@link getWeights} gave; the tensors stay the caller's. The next gradients show which
   * variables the state is of: those of the same names, or else those in the same places.
   *
   * @throws Error if the step count is not the first of the weights
   */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    this.#checkAlive();
    if (weights[0]?.name !== 'iter') {
      throw new Error(
        "setWeights takes what getWeights gave: the step count 'iter', then the state.",
      );
    }
    const rest = await this.extractIterations(weights);
    dispose(this.#state);
    const state = Object.fromEntries(rest.map(({ name, tensor }) => [name, tensor]));
    this.#state = mapTensors(state, (tensor) => keep(clone(tensor)));
    this.#known.clear();
    this.#isRestored = true;
  }

  /**
   * The options of the transform, of which {@link fromConfig} makes it again.
   *
   * @throws Error if they are not plain data: schedules, masks and transforms of one's own
   */
  override getConfig(): serialization.ConfigDict {
    return { transforms: toConfig(this.#transform) };
  }

  /** Makes the optimizer that {@link getConfig} is from, without its state. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    return new cls(fromConfig(config.transforms));
  }

  /** Frees the state. There are no more steps after that. */
  override dispose(): void {
    super.dispose();
    dispose(this.#state);
    this.#state = {};
    this.#isDisposed = true;
  }

  /** Parameters get their state when they are first named, as in the stock optimizers. */
  #addState(variables: readonly Variable[]): void {
    const fresh = variables.filter(({ name }) => this.#isRestored || !this.#known.has(name));
    if (fresh.length === 0) return;
    const names = fresh.map(({ name }) => name);
    tidy(() => {
      // one by one, as the keys of an object need not keep their order
      const states = fresh.map((variable) => this.#transform.init(byName([variable])));
      const first: NamedTensorMap = Object.assign({}, ...states);
      if (this.#isRestored) this.#state = matchState(this.#state, first, names);
      const isMissing = ([key]: [string, Tensor]) => !Object.hasOwn(this.#state, key);
      const missing = Object.fromEntries(Object.entries(first).filter(isMissing));
      Object.assign(this.#state, mapTensors(missing, keep));
    });
    this.#known = new Set([...this.#known, ...parametersOf(this.#state), ...names]);
    this.#isRestored = false;
  }

  #checkAlive(): void {
    if (this.#isDisposed) throw new Error('This optimizer has been disposed.');
  }
}

/** The variables of these names, each once. */
function registered(names: readonly string[]): Variable[] {
  const variables = engine().registeredVariables;
  const unknown = names.find((name) => !Object.hasOwn(variables, name));
  if (unknown !== undefined)
    throw new Error(`There is no variable named '${unknown}' to apply a gradient to.`);
  return [...new Set(names)].map((name) => variables[name]);
}

/** Makes a gradient transform a `tf.Optimizer`, for `minimize` and `LayersModel.compile`. */
export function asOptimizer(transform: GradientTransform): TransformOptimizer {
  return new TransformOptimizer(transform);
}

serialization.registerClass(TransformOptimizer);
