import type { MetricsLine } from '../run-folder/metrics.js';

/** What a line of metrics says, by TensorBoard tag: `train/loss`, `test/errorRate`. */
export function tensorBoardScalars(line: MetricsLine): Record<string, number> {
  const { split, step: _step, ...values } = line;
  const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers.map(([name, value]) => [`${split}/${name}`, value as number]));
}
