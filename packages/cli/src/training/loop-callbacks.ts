import { budget, stopEarly, weightAverage } from '@gnp/trainer';
import type { Callback } from '@gnp/trainer';
import { minutesOf } from '../config/duration.js';
import type { Config } from '../config/schema.js';

/** What a configuration adds to the training loop. */
export function loopCallbacks(config: Config): Callback[] {
  const { weightAverage: average, earlyStopping, stepBudget: steps, timeBudget } = config;
  const minutes = timeBudget === undefined ? undefined : minutesOf(timeBudget);
  return [
    ...(average ? [weightAverage(average)] : []),
    ...(earlyStopping ? [stopEarly(earlyStopping)] : []),
    ...(minutes !== undefined || steps !== undefined ? [budget({ minutes, steps })] : []),
  ];
}
