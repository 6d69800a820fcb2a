import { Max, Mean, Min, Prod, Sum, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import type { BinaryFunction } from '../../portable/binary-loop.js';
import { foldStage, sumAll } from '../../portable/reduction-loop.js';
import { planReduction } from '../../portable/reduction.js';
import type { ReductionPlan, Stage } from '../../portable/reduction.js';
import { extremumStage } from '../../primitives/extremum-stage.js';
import { mayHaveNaN } from '../../primitives/may-have-nan.js';
import { sumStage } from '../../primitives/sum-stage.js';

interface Attrs {
  readonly axis?: number | number[];
  /** The name that Max and Min give `axis`. */
  readonly reductionIndices?: number | number[];
  readonly keepDims: boolean;
}

interface Fold {
  readonly kernelName: string;
  readonly initial: number;
  readonly f: BinaryFunction;
  /** The library's operation, which loses NaN. */
  readonly native?: 'max' | 'min';
}

const plus: BinaryFunction = (a, b) => a + b;

const folds: readonly Fold[] = [
  { kernelName: Max, initial: -Infinity, f: (a, b) => Math.max(a, b), native: 'max' },
  { kernelName: Min, initial: Infinity, f: (a, b) => Math.min(a, b), native: 'min' },
  { kernelName: Prod, initial: 1, f: (a, b) => a * b },
];

const planOf = (x: TensorInfo, { axis, reductionIndices, keepDims }: Attrs) =>
  planReduction(x.shape, axis ?? reductionIndices, keepDims);

/** Sum, mean, largest, smallest and product over any axes. */
export const reductionKernels: readonly OnednnKernel[] = [
  defineKernel<{ x: TensorInfo }, Attrs>(Sum, (call) => {
    const { inputs, attrs, backend } = call;
    if (inputs.x.dtype !== 'float32') return fallBack(Sum, call);
    return sum(backend, inputs.x, planOf(inputs.x, attrs));
  }),
  defineKernel<{ x: TensorInfo }, Attrs>(Mean, (call) => {
    const { inputs, attrs, backend } = call;
    if (inputs.x.dtype !== 'float32') return fallBack(Mean, call);
    const plan = planOf(inputs.x, attrs);
    const sums = sum(backend, inputs.x, plan);
    if (plan.count <= 1) return sums;
    const y = backend.output(plan.shape);
    const [from, to] = [backend.dataOf(sums).numbers, y.data.numbers];
    for (let i = 0; i < to.length; i++) to[i] = from[i] / plan.count;
    backend.disposeIntermediateTensorInfo(sums);
    return y;
  }),
  ...folds.map(({ kernelName, initial, f, native }) =>
    defineKernel<{ x: TensorInfo }, Attrs>(kernelName, (call) => {
      const { inputs, attrs, backend } = call;
      if (inputs.x.dtype !== 'float32') return fallBack(kernelName, call);
      const { onednn } = backend;
      return reduce(backend, inputs.x, planOf(inputs.x, attrs), (stage, from, to) => {
        const [source, target] = [backend.dataOf(from), backend.dataOf(to)];
        if (!native || source.size < worthwhileSize || mayHaveNaN(onednn, source)) {
          return foldStage(stage, source.numbers, target.numbers, initial, f);
        }
        extremumStage(onednn, native, stage, source, (rest, count) => {
          if (count === 1) target.numbers.set(rest);
          else foldStage({ outer: 1, count, inner: target.size }, rest, target.numbers, initial, f);
        });
      });
    }),
  ),
];

/** The sum of floats over the axes of `plan`. */
function sum(backend: OnednnBackend, x: TensorInfo, plan: ReductionPlan): TensorInfo {
  return reduce(backend, x, plan, (stage, from, to) => {
    const [source, target] = [backend.dataOf(from), backend.dataOf(to)];
    const everything = stage.outer === 1 && stage.inner === 1;
    if (everything) target.numbers[0] = sumAll(source.numbers);
    else if (source.size < worthwhileSize || target.size === 0) {
      foldStage(stage, source.numbers, target.numbers, 0, plus);
    } else {
      sumStage(backend.onednn, stage, source, target, source.storage);
    }
  });
}

/** Runs the stages of a plan one upon the other. */
function reduce(
  backend: OnednnBackend,
  x: TensorInfo,
  { shape, stages }: ReductionPlan,
  run: (stage: Stage, from: TensorInfo, to: TensorInfo) => void,
): TensorInfo {
  if (stages.length === 0) return backend.alias(x, shape);
  let current = x;
  stages.forEach((stage, i) => {
    const last = i === stages.length - 1;
    const next = backend.output(last ? shape : [stage.outer * stage.inner], x.dtype);
    util.assert(
      !last || next.data.size === stage.outer * stage.inner,
      () => `A reduction of [${x.shape}] to [${shape}] was planned wrongly.`,
    );
    run(stage, current, next);
    if (current !== x) backend.disposeIntermediateTensorInfo(current);
    current = next;
  });
  return current;
}
