import type { ChartLine } from './chart-model.js';
import type { MetricsLine } from './metrics.js';
import { numberAt } from './metrics.js';
import type { Point } from './points.js';
import { smooth, thin } from './points.js';

/** More points than this no line shows at the size of a report. */
const maximumPoints = 800;

/** A metric by step, where it was logged as a number; values times `scale`, steps in units of
 * `stepsPerUnit`. */
export function metricPoints(
  lines: readonly MetricsLine[],
  key: string,
  { scale = 1, stepsPerUnit = 1 }: { scale?: number; stepsPerUnit?: number } = {},
): Point[] {
  return lines.flatMap((line) => {
    const y = numberAt(line, key);
    return y !== undefined ? [[line.step / stepsPerUnit, y * scale] as const] : [];
  });
}

/** One line for the points, or none if there are none. */
export function plainLine(style: Omit<ChartLine, 'points'>, points: readonly Point[]): ChartLine[] {
  return points.length > 0 ? [{ ...style, points: thin(points, maximumPoints) }] : [];
}

/**
 * A moving mean, over five points or a fortieth of them all, before the points themselves in pale; of
 * few points, as they are.
 */
export function noisyLine(style: Omit<ChartLine, 'points'>, points: readonly Point[]): ChartLine[] {
  if (points.length < 20) return plainLine(style, points);
  const window = Math.max(5, Math.floor(points.length / 40));
  return [
    { ...style, points: thin(points, maximumPoints), faint: true },
    ...plainLine(style, smooth(points, window)),
  ];
}
