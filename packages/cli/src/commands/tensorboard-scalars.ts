import type { MetricsLine } from '../run-folder/metrics.js';

/** What a line of metrics says, by TensorBoard tag: `train/loss`, `test/errorRate`, `train/rule/r`. */
export function tensorBoardScalars(line: MetricsLine): Record<string, number> {
  const { split, step: _step, ...values } = line;
  const flat = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'object'
      ? Object.entries(value).map(([key, inner]) => [`${name}/${key}`, inner] as const)
      : [[name, value] as const],
  );
  const numbers = flat.filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers.map(([name, value]) => [`${split}/${name}`, value as number]));
}
