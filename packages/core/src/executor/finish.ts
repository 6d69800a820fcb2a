import { clone, dispose, scalar, tidy, where, zerosLike } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, TensorContainer } from '@tensorflow/tfjs-core';
import type { Coefficient, Vector } from '../algebra/expression.js';
import type { Outcome, Rule, Turn } from '../contract/rule.js';
import { Diagnostics } from './diagnostics.js';
import type { NamedVariables } from './displace.js';
import type { GradientResult } from './gradient-result.js';
import { measure } from './measure.js';
import type { NonFiniteGradientError } from './non-finite-error.js';
import type { StepExecutor } from './step-executor.js';

/** One step of a rule on its way. */
export interface StepInProgress {
  readonly rule: Rule;
  readonly executor: StepExecutor;
  readonly parameters: NamedVariables;
  /** What the rule remembered, in the order of slots and parameters; not to be disposed. */
  readonly state: NamedTensorMap;
  readonly turn: Turn;
  readonly step: number;
  readonly measure: boolean;
  /** Whether numbers that are not finite skip the step. */
  readonly skips: boolean;
}

/** Computes what a rule came to, and lets running statistics move. */
export function finish(step: StepInProgress, { follow, remember }: Outcome): GradientResult {
  const { executor, rule, parameters } = step;
  const { evaluator, checks, passes, notes } = executor;
  return tidied(() => {
    const next = remembered(step, remember);
    const described = measure(executor, step.measure);
    const loss = clone(described.measured.loss as Scalar);

    evaluator.prepare(follow);
    // the sum of finite vectors is finite if their sizes add up to a finite number
    if (notes.every(({ gradient }) => gradient !== follow)) {
      checks.check({ pass: undefined, numbers: [evaluator.sizeOf(follow)], loss });
    }
    const names = Object.keys(parameters).filter((name) => executor.reached.has(name));
    const gradients = evaluator.fresh(follow, names, (name) => evaluator.release(name));
    const finite = checks.flag();
    passes.commit(finite);
    const diagnostics = new Diagnostics({
      step: step.step,
      passes: executor.cost,
      hyperparameters: rule.numbersAt(step.step),
      ...described,
      flags: checks.flags(),
      flagged: checks.passes,
      skips: step.skips,
    });
    if (!finite) return { loss, gradients, state: next, diagnostics };
    return {
      loss,
      gradients: mapped(gradients, (g) => where(finite, g, zerosLike(g))),
      state: mapped(next, (value, name) => where(finite, value, step.state[name])),
      diagnostics,
      finite,
    };
  });
}

/** A step without gradients, that changes nothing. */
export function skipped(step: StepInProgress, error: NonFiniteGradientError): GradientResult {
  const { executor, rule, state } = step;
  return tidied(() => ({
    loss: scalar(error.loss),
    gradients: {},
    state: mapped(state, (value) => clone(value)),
    diagnostics: new Diagnostics({
      step: step.step,
      passes: executor.cost,
      hyperparameters: rule.numbersAt(step.step),
      measured: { loss: scalar(error.loss) },
      metrics: {},
      flags: [],
      flagged: [],
      skips: true,
      error,
    }),
    skipped: error,
  }));
}

/** The state for the next step: what is not remembered anew stays. */
function remembered(
  { executor: { evaluator }, rule, parameters, state }: StepInProgress,
  remember: Outcome['remember'],
): NamedTensorMap {
  const next: NamedTensorMap = {};
  for (const [slot, kind] of Object.entries(rule.memory)) {
    const value = remember[slot];
    if (kind === 'number') {
      next[slot] = clone(
        value === undefined ? state[slot] : evaluator.scalar(value as Coefficient),
      );
      continue;
    }
    if (value !== undefined) evaluator.prepare(value as Vector);
    const made = value === undefined ? {} : evaluator.fresh(value as Vector);
    for (const name of Object.keys(parameters)) {
      const key = `${slot}/${name}`;
      next[key] = made[name] ?? clone(state[key]);
    }
  }
  return next;
}

const mapped = (
  tensors: NamedTensorMap,
  f: (x: NamedTensorMap[string], name: string) => NamedTensorMap[string],
): NamedTensorMap =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, f(x, name)]));

/** `tf.tidy` for a result, whose tensors it finds wherever they stand. */
function tidied(f: () => Omit<GradientResult, 'dispose'>): GradientResult {
  const container = tidy(f as unknown as () => TensorContainer);
  const result = container as unknown as Omit<GradientResult, 'dispose'>;
  return { ...result, dispose: () => dispose(container) };
}
