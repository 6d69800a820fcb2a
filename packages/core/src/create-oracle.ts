import { addN, dispose, mul, square, sum } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor1D, Variable } from '@tensorflow/tfjs-core';
import { foldIn } from '@gnp/random';
import { differentiate } from './autodiff/differentiate.js';
import { displaced } from './displace.js';
import { differentiateGradient } from './autodiff/differentiate-gradient.js';
import type { GradientOfGradient } from './autodiff/differentiate-gradient.js';
import { combine, globalNorm, innerProduct } from './named-tensors.js';
import { NonFiniteGradientError } from './non-finite-error.js';
import type { Evaluation, HessianEvaluation, Offset, Oracle, Shard } from './oracle.js';
import type { LossFunction } from './pass.js';
import { meanOf, meanWhile } from './example-losses.js';
import { RunningStatistics } from './running-statistics.js';

/** Variables by the names under which gradients, states and errors know them. */
export type NamedVariables = Readonly<Record<string, Variable>>;

/** The oracle of one step, and how many passes it has been asked for. */
export interface CountingOracle {
  readonly oracle: Oracle;
  readonly passes: () => number;
}

/** What a pass gives; `products` where the gradient was differentiated. */
interface PassResult {
  readonly value: Scalar;
  readonly grads: NamedTensorMap;
  readonly products?: NamedTensorMap;
}

/** How many plain passes it costs to differentiate a gradient: 9 matrix products a layer for 3. */
const hessianCost = 3;

/**
 * The oracle of one training step over `variables`. Every pass leaves the variables bit for bit as it
 * found them, also when it throws.
 *
 * @param weights the share of each micro-batch in the mini-batch
 */
export function createOracle(
  lossFn: LossFunction,
  variables: NamedVariables,
  { step, seed, weights }: { step: number; seed: number; weights: readonly number[] },
): CountingOracle {
  const parameters = Object.values(variables);
  const statistics = new RunningStatistics(parameters);
  const norms = new WeakMap<NamedTensorMap, number>();
  let cost = 0;
  let firstPasses = 0;

  /** The oracle of some of the micro-batches. */
  function oracleOf(microBatches: readonly number[]): Oracle {
    const share = microBatches.reduce((total, i) => total + weights[i], 0);
    let index = 0;

    /** One pass over the micro-batches; the mean of what `run` makes of each. */
    function pass(
      passCost: number,
      run: (losses: () => Scalar | Tensor1D) => PassResult,
    ): PassResult {
      const passIndex = index++;
      const isFirst = passIndex === 0;
      const results = microBatches.map((microBatch) => {
        cost += passCost;
        const losses = () =>
          lossFn({
            index: passIndex,
            step,
            seed: weights.length > 1 ? foldIn(seed, 'micro-batch', microBatch) : seed,
            batchStatistics: isFirst ? 'update' : 'keep',
            microBatch,
            microBatches: weights.length,
          });
        const weight = isFirst ? weights[microBatch] : undefined;
        const result = statistics.during(() => checked(run(losses), passIndex), weight);
        if (isFirst && ++firstPasses === weights.length) statistics.commit();
        return result;
      });
      return average(
        results,
        microBatches.map((i) => weights[i] / share),
      );
    }

    function checked(result: PassResult, passIndex: number): PassResult {
      for (const tensors of [result.grads, result.products ?? {}]) {
        const norm = globalNorm(tensors);
        norms.set(tensors, norm);
        if (!Number.isFinite(norm)) {
          throw new NonFiniteGradientError(step, passIndex, result.value.dataSync()[0]);
        }
      }
      return result;
    }

    const at = (offset?: Offset): Evaluation =>
      evaluationOf(
        pass(1, (losses) => {
          const run = () => named(differentiate(() => meanOf(losses()), parameters));
          if (!offset) return run();
          return displaced(variables, offset.direction, scaleOf(offset), run);
        }),
      );

    const perExample = (reduce: (losses: Tensor1D) => Scalar): Evaluation =>
      evaluationOf(
        pass(1, (losses) => {
          const { value, mean } = meanWhile(losses, reduce, (f) => differentiate(f, parameters));
          return named({ value: mean, grads: value.grads });
        }),
      );

    const withHessian = (selects: (name: string) => boolean = () => true): HessianEvaluation => {
      const select = (tensors: NamedTensorMap) =>
        Object.fromEntries(Object.entries(tensors).filter(([name]) => selects(name)));
      const halfSquaredNorm = (grads: NamedTensorMap) =>
        mul(0.5, addN(Object.values(grads).map((g) => sum(square(g))))) as Scalar;
      const differentiating =
        (toScalar: (selected: NamedTensorMap) => Scalar) => (losses: () => Scalar | Tensor1D) =>
          named(
            differentiateGradient(
              () => meanOf(losses()),
              parameters,
              (grads) => toScalar(select(byName(grads))),
            ),
          );
      const once = microBatches.length === 1;
      // Of several micro-batches the mean gradient must be known before it is multiplied.
      const first = once ? undefined : at();
      const result = pass(
        hessianCost,
        differentiating(first ? (grads) => innerProduct(grads, first.gradients) : halfSquaredNorm),
      );
      if (first) dispose([first.loss, first.gradients]);
      const evaluation = evaluationOf(result);
      return {
        ...evaluation,
        hessianGradient: result.products ?? {},
        selectedNorm: globalNorm(select(evaluation.gradients)),
      };
    };

    const split = (shards: number): Shard[] => {
      const count = Math.min(shards, microBatches.length);
      const size = microBatches.length / count;
      if (!Number.isInteger(size)) {
        throw new RangeError(
          `${microBatches.length} micro-batches cannot be shared out among ${shards} shards; ` +
            `take a multiple of ${shards} micro-batches.`,
        );
      }
      return Array.from({ length: count }, (_, i) => {
        const own = microBatches.slice(i * size, (i + 1) * size);
        const weight = own.reduce((total, j) => total + weights[j], 0) / share;
        return { oracle: oracleOf(own), weight };
      });
    };

    return Object.assign(at, { withHessian, perExample, split });
  }

  function byName(tensors: NamedTensorMap): NamedTensorMap {
    const entries = Object.entries(variables).map(([name, v]) => [name, tensors[v.name]] as const);
    return Object.fromEntries(entries.filter(([, tensor]) => tensor));
  }

  function named({ value, grads, products }: PassResult | GradientOfGradient): PassResult {
    return { value, grads: byName(grads), ...(products && { products: byName(products) }) };
  }

  function scaleOf(offset: Offset): number {
    if ('scale' in offset) return offset.scale;
    const { direction, radius, measured = direction } = offset;
    const norm = norms.get(measured) ?? globalNorm(measured);
    return norm > 0 ? radius / norm : 0;
  }

  function evaluationOf({ value, grads }: PassResult): Evaluation {
    const gradientNorm = norms.get(grads) ?? globalNorm(grads);
    norms.set(grads, gradientNorm);
    return { loss: value, gradients: grads, gradientNorm };
  }

  return {
    oracle: oracleOf(weights.map((_, i) => i)),
    passes: () => cost / weights.length,
  };
}

/** The weighted mean of several results, whose tensors it takes over. */
function average(results: readonly PassResult[], weights: readonly number[]): PassResult {
  if (results.length === 1) return results[0];
  const mean = (of: (result: PassResult) => NamedTensorMap | undefined) =>
    combine(results.map((result, i) => [weights[i], of(result) ?? {}]));
  const { value } = mean(({ value }) => ({ value }));
  const products = results[0].products && mean((result) => result.products);
  return {
    value: value as Scalar,
    grads: mean(({ grads }) => grads),
    ...(products && { products }),
  };
}
