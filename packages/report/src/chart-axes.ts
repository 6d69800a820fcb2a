import type { AxisScale } from './axis-scale.js';
import { axisScale, ticksUpTo } from './axis-scale.js';
import type { ChartLine, ChartPanel } from './chart-model.js';
import { color } from './palette.js';
import { textWidth } from './text-width.js';

/** In pixels. */
export const axisFontSize = 12;

/** Room for the widest number beside the vertical axes, and their names. */
export function leftMargin(scales: readonly AxisScale[]): number {
  const ticks = scales.flatMap((scale) => scale.ticks);
  const widths = ticks.map((tick) => textWidth(shortNumber(tick), axisFontSize));
  return Math.max(66, Math.max(0, ...widths) + 38);
}

/** The axis below a panel. */
export function horizontalAxis(name: string, max: number, gridIndex: number, labelled: boolean) {
  return {
    type: 'value' as const,
    gridIndex,
    min: 0,
    max,
    name: labelled ? name : '',
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: { color: color('muted'), fontSize: axisFontSize },
    axisLine: { onZero: false, lineStyle: { color: color('muted') } },
    axisTick: { show: false },
    axisLabel: {
      show: labelled,
      color: color('muted'),
      customValues: ticksUpTo(max),
      formatter: (value: number) => shortNumber(value),
    },
    splitLine: { show: false },
  };
}

/** How a panel's vertical axis runs; the raw values behind smoothed lines have no say in its kind. */
export function scaleOf({ lines, linear, logAbove }: ChartPanel): AxisScale {
  const valuesOf = (some: readonly ChartLine[]) =>
    some
      .flatMap(({ points, band }) => [...points, ...(band?.lower ?? []), ...(band?.upper ?? [])])
      .map(([, y]) => y);
  const noise = valuesOf(lines.filter(({ faint }) => faint));
  return axisScale(valuesOf(lines.filter(({ faint }) => !faint)), { noise, linear, logAbove });
}

/** The axis left of a panel, whose numbers and name have so much room. */
export function verticalAxis(
  { label }: ChartPanel,
  { type, min, max, ticks }: AxisScale,
  left: number,
  i: number,
) {
  return {
    type,
    gridIndex: i,
    min,
    max,
    name: label,
    nameLocation: 'middle' as const,
    nameGap: left - 20,
    nameTextStyle: { color: color('muted'), fontSize: axisFontSize },
    axisLine: { show: false },
    axisTick: { show: false, customValues: ticks },
    axisLabel: {
      color: color('muted'),
      customValues: ticks,
      formatter: (value: number) => shortNumber(value),
    },
    splitLine: { lineStyle: { color: color('grid') } },
  };
}

/** Short: `0.03`, `1.5k`, `1e-5`. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace('e+', 'e');
  return size >= 1000 ? `${value / 1000}k` : String(value);
}
