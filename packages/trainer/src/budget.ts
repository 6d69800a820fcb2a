import { constant, count, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Callback, Run } from './callback.js';

const budgetOptions = {
  minutes: constant('of training and evaluation, all sittings together', {
    above: 0,
    optional: true,
  }),
  steps: count('optimizer steps, all sittings together', { optional: true }),
};

/**
 * A callback that finishes a run when it has taken so long or so many steps; the step in progress is completed, and the
 * last state tested. Schedules stay as long as they are.
 *
 * @throws RangeError if a number is not above 0, or there are none
 */
export function budget(options: Given<typeof budgetOptions>): Callback {
  const { minutes = Infinity, steps = Infinity } = resolveOptions('budget', budgetOptions, options);
  if (minutes === Infinity && steps === Infinity) {
    throw new RangeError('budget needs minutes or steps.');
  }
  const decide = (run: Run) => {
    const { step, elapsedMs } = run.state;
    if (step >= steps) run.finish(`its budget of ${steps} steps is used up`);
    if (elapsedMs >= 60_000 * minutes) run.finish(`its budget of ${minutes} min is used up`);
  };
  return { name: 'budget', onTrainBegin: decide, onStepTaken: decide, onMetrics: decide };
}
