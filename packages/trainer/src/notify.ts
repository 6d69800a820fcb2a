import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { Callback, Ending, Run } from './callback.js';
import { nameOf } from './callback.js';
import { CallbackError, messageOf } from './errors.js';
import type { Evaluation } from './evaluate.js';
import type { MetricsValue } from './metrics.js';

type Event =
  'onTrainBegin' | 'onEpochBegin' | 'onStepTaken' | 'onStepEnd' | 'onMetrics' | 'onEpochEnd';
type Detail<E extends Event> = Parameters<Required<Callback>[E]> extends [Run, infer D] ? [D] : [];

/** @throws RangeError if two callbacks that have a state have one name, or one has none */
export function checkNames(callbacks: readonly Callback[]): void {
  const names = callbacks.filter(({ save }) => save).map(({ name }) => name);
  names.forEach((name, i) => {
    if (name !== undefined && names.indexOf(name) === i) return;
    const is = name === undefined ? 'has no name' : `is the second one named '${name}'`;
    throw new RangeError(`A callback that has a state to save ${is}; give it one of its own.`);
  });
}

/** Calls the callbacks of a run in their order. */
export class Notifier {
  readonly #callbacks: readonly Callback[];
  readonly #run: Run;
  /** Those that have begun, and must be told of the end. */
  readonly #begun: Callback[] = [];
  /** What a callback threw when it was shown gradients. */
  #failure: CallbackError | undefined;

  /** Of checked callbacks. */
  constructor(callbacks: readonly Callback[], run: Run) {
    this.#callbacks = callbacks;
    this.#run = run;
  }

  /**
   * Tells all of them, also where some throw, so that they have seen the same; a beginning that fails ends
   * there.
   *
   * @throws CallbackError the first
   */
  async tell<E extends Event>(event: E, ...detail: Detail<E>): Promise<void> {
    let failure = this.#failure;
    for (const callback of this.#callbacks) {
      if (event === 'onTrainBegin') this.#begun.push(callback);
      const call = callback[event] as ((run: Run, ...detail: unknown[]) => unknown) | undefined;
      try {
        await call?.call(callback, this.#run, ...detail);
      } catch (error) {
        failure ??= new CallbackError(nameOf(callback), event, error);
        if (event === 'onTrainBegin') break;
      }
    }
    if (failure) throw failure;
  }

  /**
   * What shows gradients to those who want to see them; undefined where nobody does. Who throws then ends the run when
   * all are told next, once the step is taken: its tensors are the step's own.
   */
  get showGradients(): ((gradients: NamedTensorMap) => void) | undefined {
    const watching = this.#callbacks.filter(({ onGradients }) => onGradients);
    if (watching.length === 0) return undefined;
    return (gradients) => {
      for (const callback of watching) {
        try {
          callback.onGradients?.(this.#run, gradients);
        } catch (error) {
          this.#failure ??= new CallbackError(nameOf(callback), 'onGradients', error);
        }
      }
    };
  }

  /**
   * What they add to a line of tests.
   *
   * @throws CallbackError the first
   */
  async figures(evaluate: () => Promise<Evaluation>): Promise<Record<string, MetricsValue>> {
    const figures: Record<string, MetricsValue> = {};
    for (const callback of this.#callbacks) {
      try {
        Object.assign(figures, await callback.onTest?.(this.#run, evaluate));
      } catch (error) {
        throw new CallbackError(nameOf(callback), 'onTest', error);
      }
    }
    return figures;
  }

  /**
   * Tells all that have begun, also where some of them throw.
   *
   * @throws CallbackError the first of them; where the run had failed already, what it failed of, and
   *   its message tells of both
   */
  async end(ending: Ending): Promise<void> {
    const failures: unknown[] = ending.reason === 'failed' ? [ending.error] : [];
    for (const callback of this.#begun) {
      try {
        await callback.onTrainEnd?.(this.#run, ending);
      } catch (error) {
        failures.push(new CallbackError(nameOf(callback), 'onTrainEnd', error));
      }
    }
    const [first, ...others] = failures;
    if (first === undefined) return;
    if (first instanceof Error && others.length > 0) {
      first.message += others.map((other) => ` Then: ${messageOf(other)}`).join('');
    }
    throw first;
  }
}
