import { dispose, engine, keep, Optimizer, serialization } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { foldIn } from '@gnp/random';
import type { LossFunction, Pass } from '../contract/pass.js';
import type { Rule } from '../contract/rule.js';
import { computeGradient } from '../executor/compute-gradient.js';
import type { Diagnostics } from '../executor/diagnostics.js';
import type { GradientResult } from '../executor/gradient-result.js';
import { adoptState, matchState } from './adopt-state.js';
import { collectKept, releaseKept } from './kept-tensors.js';
import type { PenalizedOptions } from './penalized-options.js';
import { readConfig, writeConfig } from './saved-config.js';
import { SkippedSteps } from './skipped-steps.js';
import { whereFinite } from './where-finite.js';

/** What the names of a rule's state begin with among an optimizer's weights. */
const statePrefix = 'rule/';

/** A tensor and its name, as optimizers save their weights. */
export interface NamedTensor {
  name: string;
  tensor: Tensor;
}

/** Optimizers that can take an update back; others ignore the second argument. */
type Applying = {
  applyGradients(
    gradients: NamedTensorMap | NamedTensor[],
    options: { readonly finite?: Scalar },
  ): void;
};

/**
 * A `tf.Optimizer` that follows a gradient rule and leaves the update itself to another optimizer.
 * Made by {@link penalized}.
 */
export class PenalizedOptimizer extends Optimizer {
  static readonly className = 'PenalizedOptimizer';
  /** The optimizer that applies the updates and holds the learning rate and the step count. */
  readonly optimizer: Optimizer;
  /** The rule that chooses the gradient. */
  readonly rule: Rule;
  readonly #options: PenalizedOptions;
  readonly #skipped: SkippedSteps;
  #diagnostics: Diagnostics | undefined;
  #state: NamedTensorMap | undefined;
  /** Whether the state was loaded, perhaps under other names. */
  #isLoaded = false;
  /** What was computed and not yet applied. */
  #computed: Pick<GradientResult, 'finite' | 'skipped'> | undefined;
  #leftover: Tensor[] = [];

  /** See {@link penalized}. */
  constructor(optimizer: Optimizer, rule: Rule, options: PenalizedOptions = {}) {
    super();
    this.optimizer = optimizer;
    this.rule = rule;
    this.#options = options;
    this.#skipped = new SkippedSteps(options.onNonFinite ?? 'throw');
  }

  /**
   * What the last step tells of itself, until the next one; undefined before the first. Read it in a
   * callback: `await optimizer.diagnostics.read()`.
   */
  get diagnostics(): Diagnostics | undefined {
    return this.#diagnostics;
  }

  /** Steps that the wrapped optimizer has taken. */
  override get iterations(): number {
    return this.optimizer.iterations;
  }

  /** The learning rate of the wrapped optimizer. */
  get learningRate(): number {
    return this.#withRate().learningRate;
  }

  set learningRate(rate: number) {
    const optimizer = this.#withRate();
    // tf.train.sgd keeps the rate in a second place, which its method alone changes
    if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
    else optimizer.learningRate = rate;
  }

  /** As {@link learningRate}; the name that `tf.train.sgd` has for it. */
  setLearningRate(rate: number): void {
    this.learningRate = rate;
  }

  /** As `tf.Optimizer.minimize`; the loss function may take the {@link Pass} it is called for. */
  override minimize(f: LossFunction, returnCost?: boolean, varList?: Variable[]): Scalar | null {
    return super.minimize(f as () => Scalar, returnCost, varList);
  }

  /**
   * As `tf.Optimizer.computeGradients`, by the rule: the value is the loss at the unperturbed parameters.
   *
   * @throws Error if the loss depends on none of the variables
   * @throws NonFiniteGradientError as {@link computeGradient}
   */
  override computeGradients(
    f: LossFunction,
    varList?: Variable[],
  ): { value: Scalar; grads: NamedTensorMap } {
    const variables = (varList ?? Object.values(engine().registeredVariables)).filter(
      ({ trainable }) => trainable,
    );
    this.#skipped.throwFound();
    dispose(this.#leftover);
    const kept: Tensor[] = [];
    try {
      const result = computeGradient(this.rule, collecting(f, kept), variables, {
        ...this.#options,
        onNonFinite: this.#skipped.policy,
        step: this.iterations,
        seed: foldIn(this.#options.seed ?? 0, 'step', this.iterations),
        state: this.#stateFor(variables),
      });
      this.#remember(result);
      return { value: result.loss, grads: result.gradients };
    } finally {
      this.#leftover = releaseKept(kept);
    }
  }

  /**
   * Hands the gradients to the wrapped optimizer.
   *
   * @throws Error if they do not come from {@link computeGradients}: the rule would not be followed
   */
  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    if (!this.#computed) {
      throw new Error(
        `These gradients do not follow rule '${this.rule.name}'. Take them from ` +
          `optimizer.computeGradients(f), or call optimizer.minimize(f), in place of tf.variableGrads.`,
      );
    }
    const { finite, skipped } = this.#computed;
    this.#computed = undefined;
    if (skipped) return;
    const optimizer = this.optimizer as unknown as Applying;
    if (!finite) return optimizer.applyGradients(gradients, {});
    whereFinite(finite, () => optimizer.applyGradients(gradients, { finite }));
    finite.dispose();
  }

  /**
   * The weights of the wrapped optimizer, its step count first, then the rule's state as `rule/…`. The
   * tensors stay the optimizer's, and live until its next step.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    const state = Object.entries(this.#state ?? {}).map(([name, tensor]) => ({
      name: statePrefix + name,
      tensor,
    }));
    return [...(await this.optimizer.getWeights()), ...state];
  }

  /**
   * Takes what {@link getWeights} gave. A rule's state goes to the variables of the same names, or by
   * position where they have others now.
   */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const isState = ({ name }: NamedTensor) => name.startsWith(statePrefix);
    const state = weights
      .filter(isState)
      .map(({ name, tensor }) => [name.slice(statePrefix.length), tensor.clone()] as const);
    this.#replaceState(Object.fromEntries(state));
    this.#isLoaded = state.length > 0;
    await this.optimizer.setWeights(weights.filter((weight) => !isState(weight)));
  }

  /**
   * The rule, its options and the wrapped optimizer, for saving.
   *
   * @throws Error if the rule has an option that is a function
   */
  override getConfig(): serialization.ConfigDict {
    return writeConfig(this.rule, this.optimizer, this.#options);
  }

  /** Makes the optimizer that {@link getConfig} describes. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    const { rule, optimizer, options } = readConfig(config);
    return new (cls as unknown as typeof PenalizedOptimizer)(
      optimizer,
      rule,
      options,
    ) as unknown as T;
  }

  /** Disposes the rule's state and the wrapped optimizer's. */
  override dispose(): void {
    this.#replaceState({});
    dispose([this.#leftover, this.#computed?.finite ?? []]);
    this.#diagnostics?.dispose();
    this.#leftover = [];
    this.#computed = undefined;
    this.#diagnostics = undefined;
    super.dispose();
    this.optimizer.dispose();
  }

  #stateFor(variables: readonly Variable[]): NamedTensorMap {
    const parameters = Object.fromEntries(variables.map((v) => [v.name, v]));
    const known = this.#state;
    const state =
      known && this.#isLoaded
        ? matchState(this.rule, parameters, known)
        : adoptState(this.rule, parameters, known);
    for (const tensor of Object.values(state)) keep(tensor);
    this.#isLoaded = false;
    this.#state = state;
    return state;
  }

  #remember({ state, diagnostics, finite, skipped }: GradientResult): void {
    this.#replaceState(state);
    this.#diagnostics?.dispose();
    for (const scalar of diagnostics.scalars) keep(scalar);
    this.#diagnostics = diagnostics;
    dispose(this.#computed?.finite ?? []); // gradients that nobody applied
    this.#computed = { ...(finite && { finite: keep(finite) }), ...(skipped && { skipped }) };
    this.#skipped.note(diagnostics, this.#computed);
  }

  #replaceState(state: NamedTensorMap): void {
    if (this.#state) dispose(this.#state);
    for (const tensor of Object.values(state)) keep(tensor);
    this.#state = state;
  }

  #withRate(): { learningRate: number; setLearningRate?(rate: number): void } {
    if ('learningRate' in this.optimizer) {
      return this.optimizer as unknown as { learningRate: number };
    }
    throw new Error(`${this.optimizer.getClassName()} has no learning rate that can be changed.`);
  }
}
serialization.registerClass(PenalizedOptimizer);

/** A loss function that notes which tensors it keeps in passes after the first: metrics of `fit`. */
function collecting(f: LossFunction, kept: Tensor[]): LossFunction {
  const lossFn = (...[pass]: [Pass]) => {
    const result = collectKept(() => f(pass));
    // LayersModel keeps its metrics alive and looks only at those of the first call.
    if (pass.index > 0) kept.push(...result.kept);
    return result.value;
  };
  // how many arguments it takes tells whether it can compute micro-batches
  return Object.defineProperty(lossFn, 'length', { value: f.length });
}

/**
 * Makes any `tf.Optimizer` follow a gradient rule: the one changed line for `minimize()` and for
 * `LayersModel.compile` / `fit`.
 *
 * The loss is that of the unperturbed parameters, and so are the metrics that `fit` reports. The
 * moving averages of batch norm and the states of stateful RNN layers move once a step. Stock
 * `tf.layers.dropout` draws a new mask in every pass; the layers of `@gnp/models` share theirs.
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
  rule: Rule,
  options?: PenalizedOptions,
): PenalizedOptimizer {
  return new PenalizedOptimizer(optimizer, rule, options);
}
