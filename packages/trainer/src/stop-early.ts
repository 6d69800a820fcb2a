import { choice, constant, count, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import type { Callback, Run } from './callback.js';
import type { MetricsLine } from './metrics.js';

/** Figures of tests; less of each is better. */
const figures = [
  'errorRate',
  'loss',
  'top5ErrorRate',
  'averaged.errorRate',
  'averaged.loss',
  'averaged.top5ErrorRate',
] as const;

/** Options of {@link stopEarly}. */
export const stopEarlyOptions = {
  patience: count('after how many tests in a row without an improvement the run ends'),
  minDelta: constant('by how much less a figure must be than the best to be an improvement', {
    default: 0,
  }),
  metric: choice('which figure of the tests', figures, { default: 'errorRate' }),
};

/** What it remembers: the lowest figure, and how many tests ago that was. */
interface Waiting {
  readonly best?: number;
  readonly tests: number;
}

/**
 * A callback that finishes a run when its tests have not become better for a while. A figure that is not a number is no
 * improvement. The weights stay those of the last step; `saveCheckpoints` keeps those of the lowest test error besides.
 *
 * @throws RangeError if an option is impossible
 */
export function stopEarly(options: Given<typeof stopEarlyOptions>): Callback {
  const { patience, minDelta, metric } = resolveOptions('stopEarly', stopEarlyOptions, options);
  const none: Waiting = { tests: 0 };
  let waiting = none;
  let loaded = false;
  const decide = (run: Run) => {
    const { best, tests } = waiting;
    if (tests < patience) return;
    const than = best === undefined ? 'is not a number' : `has not improved on ${show(best)}`;
    run.finish(`early stopping: ${metric} ${than} for ${tests} test${tests === 1 ? '' : 's'}`);
  };
  return {
    name: 'stopEarly',
    onTrainBegin(run) {
      if (!loaded) waiting = none;
      loaded = false;
      decide(run);
    },
    onMetrics(run, line) {
      if (line.split !== 'test') return;
      const value = figureOf(line, metric);
      const { best = Infinity, tests } = waiting;
      waiting =
        value < best - minDelta ? { best: value, tests: 0 } : { ...waiting, tests: tests + 1 };
      decide(run);
    },
    save: () => ({ values: waiting }),
    load({ values }) {
      waiting = values as Waiting;
      loaded = true;
    },
  };
}

function figureOf(line: MetricsLine, metric: (typeof figures)[number]): number {
  const [group, name] = metric.split('.');
  const found = line[group];
  const value = typeof found === 'object' ? found[name] : found;
  if (typeof value === 'number') return value;
  const needs =
    name === 'top5ErrorRate' || !name ? 'more than 5 classes' : 'an average of the weights';
  throw new Error(`The tests of this run tell no '${metric}', which needs ${needs}.`);
}

const show = (value: number) => String(Number(value.toPrecision(4)));
