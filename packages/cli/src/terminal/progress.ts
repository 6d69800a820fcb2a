import { drawnLine } from './drawn-line.js';
import type { ProgressPlan, ProgressState } from './progress-line.js';
import { renderProgressBar, renderProgressText } from './progress-line.js';
import type { Environment, TextStream } from './style.js';
import { drawsSparklines, isInteractive, styleOf } from './style.js';

/** Shows how far a run is. */
export interface Progress {
  /** Tells where the run is; cheap enough for every step. */
  update(state: ProgressState): void;
  /** Writes a line that stays, above the bar. */
  message(text: string): void;
  /** Takes the bar away and gives the terminal back; call it in a `finally`. May be called again. */
  stop(): void;
}

export interface ProgressOptions extends ProgressPlan {
  /** Steps done before this sitting, for a resumed run; 0 by default. */
  startStep?: number;
  /** `process.stderr` by default: standard output is for results. */
  stream?: TextStream;
  env?: Environment;
  /** Where lines cannot be drawn over: how long to wait between two lines; 10 seconds by default. */
  intervalMs?: number;
  /** The clock, in milliseconds. */
  now?: () => number;
}

/**
 * A progress bar on a terminal; elsewhere a plain line for every new epoch, and one every
 * `intervalMs`. Obeys NO_COLOR and TERM=dumb.
 */
export function createProgress(options: ProgressOptions): Progress {
  const { stream = process.stderr, env = process.env, now = () => performance.now() } = options;
  const remaining = estimator(options, now);
  return isInteractive(stream, env)
    ? barProgress(options, stream, env, now, remaining)
    : textProgress(options, stream, now, remaining);
}

/** How long the rest takes at the pace of this sitting, in milliseconds. */
function estimator({ startStep = 0, totalSteps }: ProgressOptions, now: () => number) {
  const start = now();
  return ({ step }: ProgressState): number | undefined => {
    const done = step - startStep;
    return done > 0 ? ((now() - start) / done) * Math.max(0, totalSteps - step) : undefined;
  };
}

type Estimate = ReturnType<typeof estimator>;

function barProgress(
  options: ProgressOptions,
  stream: TextStream,
  env: Environment,
  now: () => number,
  remaining: Estimate,
): Progress {
  const style = styleOf(stream, env);
  const sparklines = drawsSparklines(stream, env);
  const line = drawnLine(stream, now);
  return {
    update: (state) =>
      line.update(() => {
        const { columns } = stream;
        return renderProgressBar(state, options, {
          ...{ remainingMs: remaining(state), columns, style, sparklines },
        });
      }),
    message: line.message,
    stop: line.stop,
  };
}

function textProgress(
  options: ProgressOptions,
  stream: TextStream,
  now: () => number,
  remaining: Estimate,
): Progress {
  const { intervalMs = 10_000 } = options;
  let last: { epoch: number; time: number } | undefined;
  return {
    update(state) {
      const time = now();
      const due = !last || state.epoch !== last.epoch || time - last.time >= intervalMs;
      if (!due && state.step !== options.totalSteps) return;
      stream.write(`${renderProgressText(state, options, remaining(state))}\n`);
      last = { epoch: state.epoch, time };
    },
    message(text) {
      stream.write(`${text}\n`);
    },
    stop() {
      // nothing was drawn that would have to be taken back
    },
  };
}
