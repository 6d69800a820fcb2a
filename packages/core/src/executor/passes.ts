import { dispose, keep, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { foldIn } from '@gnp/random';
import { differentiate } from '../autodiff/differentiate.js';
import { differentiateGradient } from '../autodiff/differentiate-gradient.js';
import type { LossFunction, Pass } from '../contract/pass.js';
import type { NamedVariables } from './displace.js';
import { linearCombination } from './linear-combination.js';
import { LossCall } from './loss-call.js';
import type { LossShape } from './loss-call.js';
import type { BatchPart } from './micro-batches.js';
import { RecurrentStates } from './recurrent-states.js';
import { RunningStatistics } from './running-statistics.js';

/** What a pass over some micro-batches gives, means over them; tensors of the caller's. */
export interface PassResult {
  readonly loss: Scalar;
  readonly penalty: Scalar | undefined;
  readonly metrics: Record<string, Scalar>;
  /** By the names of the parameters. */
  readonly gradients: NamedTensorMap;
  /** Of the penalty, where it is taken apart; of what the gradient was made into, where it was differentiated. */
  readonly second: NamedTensorMap | undefined;
}

/** What is the same in all passes of a step. */
export interface PassContext {
  readonly lossFn: LossFunction;
  readonly variables: NamedVariables;
  readonly step: number;
  readonly seed: number;
  /** The share of each micro-batch in the mini-batch. */
  readonly weights: readonly number[];
  /** Whether the step has several passes. */
  readonly several: boolean;
}

/** Makes scalars of the gradient: what is differentiated again. */
export type ToScalar = (gradients: NamedTensorMap) => Scalar;

/** The forward and backward passes of one step, at the parameters as they stand. */
export class Passes {
  readonly #context: PassContext;
  readonly #statistics: RunningStatistics;
  readonly #states = new RecurrentStates();

  constructor(context: PassContext) {
    this.#context = context;
    this.#statistics = new RunningStatistics(Object.values(context.variables));
  }

  /** A pass over the micro-batches of a part. */
  gradient(part: BatchPart, index: number, shape: LossShape): PassResult {
    return this.#over(part, index, (call) => {
      const parameters = Object.values(this.#context.variables);
      const { values, grads } = differentiate(() => call.run(shape), parameters);
      dispose(values);
      const [second, data] = grads.length > 1 ? grads : [undefined, grads[0]];
      return { gradients: this.#byName(data), second: second && this.#byName(second) };
    });
  }

  /** A pass whose gradient is differentiated. */
  curvature(part: BatchPart, index: number, toScalar: ToScalar): PassResult {
    return this.#over(part, index, (call) => {
      const parameters = Object.values(this.#context.variables);
      const { values, grads, products } = differentiateGradient(
        () => call.run({}),
        parameters,
        (gradients) => toScalar(this.#byName(gradients)),
      );
      dispose(values);
      return { gradients: this.#byName(grads), second: this.#byName(products) };
    });
  }

  /**
   * Lets running statistics and the states of RNN layers move, to where the first pass took them.
   *
   * @param finite a flag on the device: where it is false, they stay
   */
  commit(finite?: Tensor): void {
    this.#statistics.commit(finite);
    this.#states.commit(finite);
  }

  /** Forgets where they would have moved. */
  dispose(): void {
    this.#statistics.dispose();
    this.#states.dispose();
  }

  #over(
    { microBatches, weight }: BatchPart,
    index: number,
    run: (call: LossCall) => Pick<PassResult, 'gradients' | 'second'>,
  ): PassResult {
    const { lossFn, weights } = this.#context;
    const isFirst = index === 0;
    let mean: PassResult | undefined;
    for (const microBatch of microBatches) {
      const call = new LossCall(lossFn, this.#passOf(index, microBatch));
      const restore = this.#statistics.watch();
      const release = this.#states.hold(isFirst);
      let weightInStep: number | undefined;
      try {
        const made = run(call);
        if (isFirst) weightInStep = weights[microBatch];
        mean = weighIn(mean, { ...call.take(), ...made }, weights[microBatch] / weight);
      } catch (error) {
        call.dispose();
        if (mean) dispose({ ...mean });
        throw error;
      } finally {
        release();
        restore(weightInStep);
      }
    }
    return mean as PassResult;
  }

  #passOf(index: number, microBatch: number): Pass {
    const { step, seed, weights, several } = this.#context;
    return {
      index,
      step,
      seed: weights.length > 1 ? foldIn(seed, 'micro-batch', microBatch) : seed,
      batchStatistics: index === 0 ? 'update' : 'keep',
      trueGradient: index === 0 && several,
      microBatch,
      microBatches: weights.length,
    };
  }

  #byName(tensors: NamedTensorMap): NamedTensorMap {
    const all = Object.entries(this.#context.variables);
    const named = all.map(([name, variable]) => [name, tensors[variable.name]] as const);
    return Object.fromEntries(named.filter(([, tensor]) => tensor));
  }
}

/** The sum so far and one more result by its weight; takes both over. */
function weighIn(sum: PassResult | undefined, result: PassResult, weight: number): PassResult {
  if (!sum && weight === 1) return result;
  const join = (a: NamedTensorMap | undefined, b: NamedTensorMap): NamedTensorMap => {
    const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b)]);
    return Object.fromEntries([...names].map((name) => [name, one(a?.[name], b[name])]));
  };
  const one = <T extends Tensor>(a: T | undefined, b: T | undefined): T => {
    const terms = [...(a ? [[1, a] as const] : []), ...(b ? [[weight, b] as const] : [])];
    const total = keep(tidy(() => linearCombination(terms) as T));
    dispose([a ?? [], b ?? []]);
    return total;
  };
  return {
    loss: one(sum?.loss, result.loss),
    penalty: result.penalty && one(sum?.penalty, result.penalty),
    metrics: join(sum?.metrics, result.metrics) as Record<string, Scalar>,
    gradients: join(sum?.gradients, result.gradients),
    second: result.second && join(sum?.second, result.second),
  };
}
