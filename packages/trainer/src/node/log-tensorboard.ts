import { existsSync, readdirSync } from 'node:fs';
import { checkCount } from '@gnp/options';
import type { Callback } from '../callback.js';
import type { MetricsLine } from '../metrics.js';
import { openTensorBoard } from './tensorboard.js';
import { takeHistograms } from './take-histograms.js';
import type { TensorBoardWriter } from './tensorboard.js';

/** Options of {@link logTensorBoard}. */
export interface LogTensorBoardOptions {
  /**
   * Every so many steps, histograms of the gradient and of the optimizer's state before it, such as Adam's second moments,
   * for each parameter. Default: none; they read all of it back to the host.
   */
  readonly histogramsEverySteps?: number | undefined;
}

/**
 * A callback that writes every line of metrics to a TensorBoard events file in a folder, and histograms on request.
 *
 * @throws RangeError if `histogramsEverySteps` is not a whole number from 1 on
 */
export function logTensorBoard(
  dir: string,
  { histogramsEverySteps }: LogTensorBoardOptions = {},
): Callback {
  let writer: TensorBoardWriter | undefined;
  const callback: Callback = {
    name: 'logTensorBoard',
    onTrainBegin({ state: { step } }) {
      // an earlier try, killed before its first checkpoint, may have left points
      const isFirst = step === 0 && !hasEvents(dir);
      writer = openTensorBoard(dir, isFirst ? {} : { resumeStep: step + 1 });
    },
    onMetrics: (_, line) => writer?.scalars(line.step, scalarsOf(line)),
    onTrainEnd: () => writer?.close(),
  };
  if (histogramsEverySteps === undefined) return callback;
  checkCount('histogramsEverySteps', histogramsEverySteps);
  let taken: ReturnType<typeof takeHistograms> | undefined;
  return {
    ...callback,
    async onTrainBegin(run) {
      await callback.onTrainBegin?.(run);
      taken = takeHistograms(histogramsEverySteps, await import('@tensorflow/tfjs-core'));
    },
    onGradients: ({ state }, gradients) => taken?.take(state.step + 1, gradients, state.optimizer),
    async onStepEnd() {
      for (const { step, histograms } of (await taken?.read()) ?? [])
        writer?.histograms(step, histograms);
    },
    onTrainEnd() {
      taken?.discard();
      writer?.close();
    },
  };
}

const hasEvents = (dir: string): boolean =>
  existsSync(dir) && readdirSync(dir).some((name) => name.startsWith('events.out.tfevents.'));

/** What a line of metrics says, by TensorBoard tag: `train/loss`, `test/errorRate`, `train/rule/r`. */
function scalarsOf(line: MetricsLine): Record<string, number> {
  const { split, step: _step, ...values } = line;
  const flat = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'object'
      ? Object.entries(value).map(([key, inner]) => [`${name}/${key}`, inner] as const)
      : [[name, value] as const],
  );
  const numbers = flat.filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers.map(([name, value]) => [`${split}/${name}`, value as number]));
}
