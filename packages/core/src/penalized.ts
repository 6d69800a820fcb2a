import { dispose, engine, Optimizer } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { computeGradient } from './compute-gradient.js';
import type { GradientResult } from './compute-gradient.js';
import type { GradientRule } from './gradient-rule.js';
import { collectKept, releaseKept } from './kept-tensors.js';
import type { LossFunction } from './pass.js';

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
  #diagnostics: GradientResult['diagnostics'] | undefined;
  #leftover: Tensor[] = [];

  /** See {@link penalized}. */
  constructor(optimizer: Optimizer, rule: GradientRule) {
    super();
    this.optimizer = optimizer;
    this.rule = rule;
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
      const result = computeGradient(this.rule, lossFn, variables, { step: this.iterations });
      this.#diagnostics = result.diagnostics;
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

  /** The step count, then the weights of the wrapped optimizer. */
  override async getWeights(): Promise<NamedTensor[]> {
    return [await this.saveIterations(), ...(await this.optimizer.getWeights())];
  }

  /** Takes what {@link getWeights} gave. */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    await this.optimizer.setWeights(await this.extractIterations(weights));
  }

  /** Names the rule and the wrapped optimizer. A rule is a function, so it cannot be made from this. */
  override getConfig() {
    return {
      rule: this.rule.name,
      optimizer: { className: this.optimizer.getClassName(), config: this.optimizer.getConfig() },
    };
  }

  /** Disposes the wrapped optimizer's state. */
  override dispose(): void {
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
export function penalized(optimizer: Optimizer, rule: GradientRule): PenalizedOptimizer {
  return new PenalizedOptimizer(optimizer, rule);
}
