import { clone } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { plus, times } from '../algebra/arithmetic.js';
import { cosine, norm } from '../algebra/combine.js';
import type { Coefficient } from '../algebra/expression.js';
import type { DiagnosticParts } from './diagnostics.js';
import type { PassNote, StepExecutor } from './step-executor.js';

/**
 * The scalars that a step is described by, the caller's own: of the first pass and the second, means
 * over the parts of the batch where the rule went through them one by one.
 *
 * @param withCosine whether to measure what costs time of its own
 */
export function measure(
  { evaluator, notes }: StepExecutor,
  withCosine: boolean,
): Pick<DiagnosticParts, 'measured' | 'metrics'> {
  const byPart = new Map<PassNote['part'], PassNote[]>();
  for (const note of notes) byPart.set(note.part, [...(byPart.get(note.part) ?? []), note]);
  const parts = [...byPart].map(([{ weight }, passes]) => ({ weight, passes }));

  const mean = (of: (passes: readonly PassNote[]) => Coefficient | undefined) => {
    const terms = parts.map(({ weight, passes }) => [weight, of(passes)] as const);
    if (terms.some(([, value]) => value === undefined)) return undefined;
    const sum = terms.map(([weight, value]) => times(weight, value as Coefficient)).reduce(plus);
    return clone(evaluator.scalar(sum));
  };
  const present = <Name extends string>(values: Record<Name, Scalar | undefined>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Partial<
      Record<Name, Scalar>
    >;
  const [first] = notes;
  return {
    measured: present({
      loss: mean(([one]) => one.gradient.loss),
      penalty: mean(([one]) => one.penalty),
      gradientNorm: mean(([one]) => norm(one.gradient)),
      perturbedGradientNorm: mean(([, two]) => two && norm(two.gradient)),
      perturbedLoss: mean(([, two]) => two?.gradient.loss),
      cosine: withCosine
        ? mean(([one, two]) => two && cosine(one.gradient, two.gradient))
        : undefined,
    }),
    metrics: present(
      Object.fromEntries(
        Object.keys(first.metrics).map((name) => [name, mean(([one]) => one.metrics[name])]),
      ),
    ) as Record<string, Scalar>,
  };
}
