import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NonFiniteGradientError } from '@gnp/core';
import type { Callback, Run, StepReport } from '../callback.js';
import { writeFileAtomically } from './atomic-write.js';
import { nameNonFinite } from './non-finite-numbers.js';

/** How many steps are told of. */
const most = 20;

/**
 * A callback that explains a run that ends since a number is not finite: `non-finite.json` in a folder holds what the last
 * 20 steps before came to, and which parameters' gradients were not finite; the error names it.
 */
export function explainNonFinite(dir: string): Callback {
  const path = join(dir, 'non-finite.json');
  let steps: StepReport[] = [];
  return {
    name: 'explainNonFinite',
    onTrainBegin() {
      steps = [];
      rmSync(path, { force: true }); // of an earlier try
    },
    onStepEnd: (_, step) => void (steps = [...steps.slice(1 - most), step]),
    async onTrainEnd(run, ending) {
      if (ending.reason !== 'failed' || !isNonFinite(ending.error)) return;
      const { error } = ending;
      const explanation = explain(run, error, steps);
      await writeFileAtomically(path, `${JSON.stringify(explanation, nameNonFinite, 2)}\n`);
      const [first] = error.parameters ?? [];
      const where =
        first === undefined ? '' : ` The first gradient that is not finite is that of '${first}'.`;
      error.message += `${where} The steps before are in ${path}.`;
    },
  };
}

/** By its name: who only reads run folders does without TensorFlow.js. */
const isNonFinite = (error: unknown): error is NonFiniteGradientError =>
  error instanceof Error && error.name === 'NonFiniteGradientError';

function explain(
  { rule, state }: Run,
  { message, step, pass, loss, parameters }: NonFiniteGradientError,
  steps: readonly StepReport[],
) {
  return {
    message,
    step: step + 1,
    epoch: state.epoch + 1,
    pass,
    loss,
    parameters: parameters ?? 'not known',
    rule: { name: rule.name, ...rule.numbersAt(step) },
    stepsBefore: steps,
  };
}
