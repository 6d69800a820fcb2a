import type { Callback } from '@gnp/trainer';
import { createProgress } from '../terminal/progress.js';
import { recent } from '../terminal/progress-line.js';
import type { Progress } from '../terminal/progress.js';
import { formatPercent } from '@gnp/report';

/** Over the steps since the last line of metrics, as they are shown. */
const noSums = { images: 0, loss: 0, errors: 0, sinceMs: 0 };

/** What stands in its place where no progress is shown. */
export const warningsAlone: ShownProgress = {
  name: 'showProgress',
  message: (text) => console.error(text),
};

type ShownProgress = Callback & Pick<Progress, 'message'>;

/** A callback that shows on standard error how far the run is, and what the tests say. */
export function showProgress(): ShownProgress {
  let progress: Progress | undefined;
  let sums = noSums;
  /** Of the lines of metrics before. */
  let losses: readonly number[] = [];
  return {
    name: 'showProgress',
    message: (text) => progress?.message(text),
    onTrainBegin({ epochs, totalSteps, state }) {
      sums = { ...noSums, sinceMs: state.elapsedMs };
      progress = createProgress({
        totalSteps,
        totalEpochs: epochs,
        startStep: state.step,
      });
    },
    onStepEnd({ state: { elapsedMs } }, { step, epoch, images, loss, errorRate, isSkipped }) {
      if (!isSkipped) {
        sums.images += images;
        sums.loss += images * loss;
        sums.errors += images * errorRate;
      }
      const meanLoss = sums.loss / sums.images;
      progress?.update({
        step,
        epoch,
        loss: meanLoss,
        recentLosses: [...losses, meanLoss],
        errorRate: sums.errors / sums.images,
        imagesPerSecond: (1000 * sums.images) / (elapsedMs - sums.sinceMs),
      });
    },
    onMetrics({ state }, line) {
      sums = { ...noSums, sinceMs: state.elapsedMs };
      if (line.split !== 'test') {
        losses = [...losses, line.loss].slice(1 - recent);
        return;
      }
      const { epoch, errorRate, averaged, testedOn = 'test' } = line;
      const average = averaged ? ` (averaged ${formatPercent(averaged.errorRate)})` : '';
      progress?.message(`epoch ${epoch}  ${testedOn} error ${formatPercent(errorRate)}${average}`);
    },
    onTrainEnd: () => progress?.stop(),
  };
}
