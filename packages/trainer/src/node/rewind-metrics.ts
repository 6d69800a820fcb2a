import type { Callback } from '../callback.js';
import { listCheckpoints } from './checkpoint-folders.js';
import { truncateMetrics } from './metrics-log.js';
import type { RunFolder } from './run-folder.js';

/**
 * A callback that drops lines of metrics after the step at which the run goes on, once its state is restored: they are written anew.
 * Later checkpoints, which may only be unreadable for now, stay until the next one is whole.
 */
export function rewindMetrics({ dir, metricsPath }: RunFolder): Callback {
  return {
    name: 'rewindMetrics',
    async onTrainBegin({ state: { step } }) {
      const saved = await listCheckpoints(dir);
      if (step === 0 && saved.length > 0) {
        throw new Error(
          `${dir} has checkpoints up to step ${saved[saved.length - 1].step}, but the run begins at step 0: go on from 'resumeRun', or choose another folder.`,
        );
      }
      await truncateMetrics(metricsPath, step);
    },
  };
}
