import { existsSync, readdirSync } from 'node:fs';
import type { Callback } from '../callback.js';
import type { MetricsLine } from '../metrics.js';
import { openTensorBoard } from './tensorboard.js';
import type { TensorBoardWriter } from './tensorboard.js';

/** A callback that writes every line of metrics to a TensorBoard events file in a folder. */
export function logTensorBoard(dir: string): Callback {
  let writer: TensorBoardWriter | undefined;
  return {
    name: 'logTensorBoard',
    onTrainBegin({ state: { step } }) {
      // an earlier try, killed before its first checkpoint, may have left points
      const isFirst = step === 0 && !hasEvents(dir);
      writer = openTensorBoard(dir, isFirst ? {} : { resumeStep: step + 1 });
    },
    onMetrics: (_, line) => writer?.scalars(line.step, scalarsOf(line)),
    onTrainEnd: () => writer?.close(),
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
