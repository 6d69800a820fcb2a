import { checkCount, checkNumber } from '@gnp/options';
import type { Callback, Run } from '../callback.js';
import { CallbackError, TrainingDataError } from '../errors.js';
import type { TrainingState } from '../training-state.js';
import { saveCheckpoint } from './checkpoints.js';

/** Options of {@link saveCheckpoints}. */
export interface SaveCheckpointsOptions {
  /** Default 10. */
  readonly everyEpochs?: number;
  /** Minutes after a checkpoint at which another is due, with the next line of metrics. Default: none is due by time. */
  readonly everyMinutes?: number | undefined;
  /** How many of them are kept, besides the best. Default 2. */
  readonly keep?: number;
  /** What the run is made of, as plain JSON, to stand in each checkpoint. */
  readonly config?: unknown;
}

/** The evaluation with the lowest test error, the first of equals. */
interface Best {
  readonly step: number;
  readonly errorRate: number;
}

/**
 * A callback that saves checkpoints under `checkpoints/` of a folder: every so many epochs or minutes, at the last
 * epoch, at each that has the lowest test error so far, and where the run is stopped, or fails by its
 * data or another callback. Lines of tests tell how long that took since the test before, `checkpointTimeMs`. Put it after
 * the callbacks that log, so that no checkpoint is ahead of the log.
 *
 * @throws RangeError if a count is not a whole number from 1 on, or the minutes are not above 0
 */
export function saveCheckpoints(
  dir: string,
  { everyEpochs = 10, everyMinutes, keep = 2, config }: SaveCheckpointsOptions = {},
): Callback {
  checkCount('everyEpochs', everyEpochs);
  checkCount('keep', keep);
  if (everyMinutes !== undefined) checkNumber('everyMinutes', everyMinutes, { above: 0 });
  const name = 'saveCheckpoints';
  let best: Best | undefined;
  let saved: string | undefined;
  let savedAtMs = 0;
  /** Since the last test. */
  let savingMs = 0;
  const isOverdue = () => performance.now() - savedAtMs >= (everyMinutes ?? Infinity) * 60_000;
  const save = async (run: Run) => {
    const started = performance.now();
    const checkpoint = { ...(await run.checkpoint()), config };
    await saveCheckpoint(dir, checkpoint, { keep, best: best?.step });
    saved = placeOf(run.state);
    savedAtMs = performance.now();
    savingMs += savedAtMs - started;
  };
  return {
    name,
    onTrainBegin({ state }) {
      saved = placeOf(state);
      [savedAtMs, savingMs] = [performance.now(), 0];
    },
    onTest() {
      const checkpointTimeMs = savingMs;
      savingMs = 0;
      return { checkpointTimeMs };
    },
    async onMetrics(run, { split, step, errorRate }) {
      // a test is followed by the end of its epoch
      if (split !== 'test' && isOverdue()) await save(run);
      if (split !== 'test' || !Number.isFinite(errorRate)) return;
      if (!best || errorRate < best.errorRate) best = { step, errorRate };
    },
    async onEpochEnd(run) {
      const { epoch, step } = run.state;
      const isDue =
        epoch === run.epochs || epoch % everyEpochs === 0 || best?.step === step || isOverdue();
      if (isDue) await save(run);
    },
    async onTrainEnd(run, ending) {
      const isWhole =
        ending.reason !== 'failed' ||
        ending.error instanceof TrainingDataError ||
        (ending.error instanceof CallbackError && ending.error.callback !== name);
      if (isWhole && placeOf(run.state) !== saved) await save(run);
    },
    save: () => ({ values: { best } }),
    load: ({ values }) => void ({ best } = values as { best?: Best }),
  };
}

/** Where a run stands. Its epoch ends between two steps, after a test that may fail; its last step may be tested later. */
function placeOf({
  step,
  epoch,
  testedStep,
}: Pick<TrainingState, 'step' | 'epoch' | 'testedStep'>) {
  return `${step} of ${epoch}${testedStep === step ? ', tested' : ''}`;
}
