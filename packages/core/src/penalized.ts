import { dispose, engine, keep, Optimizer } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { computeGradient } from './compute-gradient.js';
import type { GradientResult } from './compute-gradient.js';
import type { GradientRule } from './gradient-rule.js';
import { collectKept, releaseKept } from './kept-tensors.js';
import type { MicroBatches } from './micro-batches.js';
import type { LossFunction } from './pass.js';

/** Options of {@link penalized}. */
export interface PenalizedOptions {
  /** As {@link ComputeGradientOptions.microBatches}. Default 1. */
  readonly microBatches?: MicroBatches;
  /** As {@link ComputeGradientOptions.measure}. Default false. */
  readonly measure?: boolean;
}

/** What the names of a rule's state begin with among an optimizer's weights. */
const statePrefix = 'rule/';

/** A tensor and its name, as optimizers save their weights. */
export interface NamedTensor {
  name: string;
  tensor: Tensor;
}

/**
 * A `tf.Optimizer` that follows a gradient rule and leaves the update itself to another optimizer.
 * Made by {@link penalized}.
 */
export class PenalizedOptimizer extends Optimizer {
  static readonly className = 'PenalizedOptimizer';
  /** The optimizer that applies the updates and holds the learning rate. */
  readonly optimizer: Optimizer;
  /** The rule that chooses the gradient. */
  readonly rule: GradientRule;
  readonly #options: PenalizedOptions;
  #diagnostics: GradientResult['diagnostics'] | undefined;
  #state: NamedTensorMap | undefined;
  #leftover: Tensor[] = [];

  /** See {@link penalized}. */
  constructor(optimizer: Optimizer, rule: GradientRule, options: PenalizedOptions = {}) {
    super();
    this.optimizer = optimizer;
    this.rule = rule;
    this.#options = options;
  }

  /** Norms, losses and passes of the last step; undefined before the first. */
  get diagnostics(): GradientResult['diagnostics'] | undefined {
    return this.#diagnostics;
  }

  /** As `tf.Optimizer.minimize`; the loss function may take the {@link Pass} it is called for. */
  override minimize(f: LossFunction, returnCost?: boolean, varList?: Variable[]): Scalar | null {
    return super.minimize(f as () => Scalar, returnCost, varList);
  }

  /** As `tf.Optimizer.computeGradients`, by the rule: the value is the loss at the unperturbed parameters. */
  override computeGradients(
    f: LossFunction,
    varList?: Variable[],
  ): { value: Scalar; grads: NamedTensorMap } {
    const variables = (varList ?? Object.values(engine().registeredVariables)).filter(
      ({ trainable }) => trainable,
    );
    dispose(this.#leftover);
    // LayersModel keeps its metrics alive and looks only at those of the first call.
    const kept: Tensor[] = [];
    const lossFn: LossFunction = (pass) => {
      const result = collectKept(() => f(pass));
      if (pass.index > 0) kept.push(...result.kept);
      return result.value;
    };
    try {
      const { rule, iterations: step } = this;
      const options = { ...this.#options, step, ...(this.#state && { state: this.#state }) };
      const result = computeGradient(rule, lossFn, variables, options);
      this.#diagnostics = result.diagnostics;
      this.#replaceState(result.state);
      return { value: result.loss, grads: result.gradients };
    } finally {
      this.#leftover = releaseKept(kept);
    }
  }

  /** Hands the gradients to the wrapped optimizer and counts the step. */
  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    this.optimizer.applyGradients(gradients);
    this.incrementIterations();
  }

  /** The step count, the rule's state as `rule/…`, then the weights of the wrapped optimizer. */
  override async getWeights(): Promise<NamedTensor[]> {
    const state = Object.entries(this.#state ?? {}).map(([name, tensor]) => ({
      name: statePrefix + name,
      tensor,
    }));
    return [await this.saveIterations(), ...state, ...(await this.optimizer.getWeights())];
  }

  /** Takes what {@link getWeights} gave; a rule's state must be of variables of the same names. */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const rest = await this.extractIterations(weights);
    const isState = ({ name }: NamedTensor) => name.startsWith(statePrefix);
    const state = rest
      .filter(isState)
      .map(({ name, tensor }) => [name.slice(statePrefix.length), tensor.clone()] as const);
    this.#replaceState(Object.fromEntries(state));
    await this.optimizer.setWeights(rest.filter((weight) => !isState(weight)));
  }

  /** Names the rule and the wrapped optimizer. A rule is a function, so it cannot be made from this. */
  override getConfig() {
    return {
      rule: this.rule.name,
      optimizer: { className: this.optimizer.getClassName(), config: this.optimizer.getConfig() },
    };
  }

  #replaceState(state: NamedTensorMap): void {
    if (this.#state) dispose(this.#state);
    for (const tensor of Object.values(state)) keep(tensor);
    this.#state = Object.keys(state).length > 0 ? state : undefined;
  }

  /** Disposes the rule's state and the wrapped optimizer's. */
  override dispose(): void {
    this.#replaceState({});
    dispose(this.#leftover);
    this.#leftover = [];
    super.dispose();
    this.optimizer.dispose();
  }
}

/**
 * Makes any `tf.Optimizer` follow a gradient rule: the one changed line for `minimize()` and for
 * `LayersModel.compile` / `fit`.
 *
 * The loss is that of the unperturbed parameters, and so are the metrics that `fit` reports. The
 * moving averages of batch norm move once a step. Stock `tf.layers.dropout` draws a new mask in
 * every pass; the layers of `@gnp/models` share theirs.
 *
 * @example
 * ```ts
 * model.compile({
 *   optimizer: penalized(tf.train.adam(1e-3), gnp({ r: 0.1, alpha: 0.8 })),
 *   loss: 'categoricalCrossentropy',
 * });
 * ```
 */
export function penalized(
  optimizer: Optimizer,
  rule: GradientRule,
  options?: PenalizedOptions,
): PenalizedOptimizer {
  return new PenalizedOptimizer(optimizer, rule, options);
}
