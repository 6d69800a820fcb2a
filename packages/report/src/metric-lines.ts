import type { ChartLine } from './chart-model.js';
import type { MetricsLine } from './metrics.js';
import { numberAt } from './metrics.js';
import type { Point } from './points.js';
import { smooth, thin } from './points.js';

/** More points than this no line shows at the size of a report. */
const maximumPoints = 800;

/** Where a line of metrics stands on a horizontal axis; undefined where it does not tell. */
export type XOf = (line: MetricsLine) => number | undefined;

/** How {@link metricPoints} measures. */
interface PointOptions {
  /** What values are multiplied by. Default 1. */
  scale?: number;
  /** What steps are divided by. Default 1. */
  stepsPerUnit?: number;
  /** Default: by step. */
  xOf?: XOf;
}

/** A metric where it was logged as a number, by step or by what `xOf` gives. */
export function metricPoints(
  lines: readonly MetricsLine[],
  key: string,
  { scale = 1, stepsPerUnit = 1, xOf = ({ step }) => step / stepsPerUnit }: PointOptions = {},
): Point[] {
  return lines.flatMap((line) => {
    const [x, y] = [xOf(line), numberAt(line, key)];
    return x !== undefined && y !== undefined ? [[x, y * scale] as const] : [];
  });
}

/** One line for the points, or none if there are none. */
export function plainLine(style: Omit<ChartLine, 'points'>, points: readonly Point[]): ChartLine[] {
  return points.length > 0 ? [{ ...style, points: thin(points, maximumPoints) }] : [];
}

/** A moving mean of many points, as {@link noisyLine} has it, alone. */
export const smoothLine: typeof noisyLine = (style, points) =>
  noisyLine(style, points).filter(({ faint }) => !faint);

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
