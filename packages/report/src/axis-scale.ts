/** How an axis runs. */
export interface AxisScale {
  type: 'value' | 'log';
  min: number;
  max: number;
  ticks: number[];
}

/** Options of {@link axisScale}. */
interface AxisOptions {
  /**
   * More values, which have no say in the kind of axis; it holds them all, except that a
   * logarithmic one begins at half of the least positive of the values.
   */
  noise?: readonly number[];
  /** Never logarithmic. */
  linear?: boolean | undefined;
  /** Default 20. */
  logAbove?: number | undefined;
}

/**
 * An axis for `values`: logarithmic where none is negative and the positive ones spread over more than
 * a factor `logAbove`, else linear and from zero, unless they lie close together far from it. Values that
 * are not finite do not count; zeros are below a logarithmic axis.
 */
export function axisScale(
  values: readonly number[],
  { noise = [], linear = false, logAbove = 20 }: AxisOptions = {},
): AxisScale {
  const all = extent([...values, ...noise]);
  if (all.low > all.high) return linearScale(0, 1);
  const positive = extent(values.filter((value) => value > 0));
  return !linear && all.low >= 0 && positive.high / positive.low > logAbove
    ? logScale(Math.max(all.low, positive.low / 2), all.high)
    : linearScale(all.low, all.high);
}

/** Up to seven round numbers from 0 to at most `max`, for a horizontal axis. */
export function ticksUpTo(max: number): number[] {
  const step = niceStep(max / 6.5);
  const count = Math.floor(max / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => tidy(i * step));
}

function extent(values: readonly number[]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** ECharts counts decimals, and takes no steps that begin beyond the twentieth. */
const leastSpan = 1e-15;

function linearScale(low: number, high: number): AxisScale {
  if (low > 0 && low < high * 0.6) low = 0;
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  if (Math.max(-low, high) < leastSpan) {
    [low, high] = [low < 0 ? -leastSpan : 0, high > 0 ? leastSpan : 0];
  }
  const step = niceStep((high - low) / 5);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  return { type: 'value', min: ticks[0], max: ticks[ticks.length - 1], ticks };
}

function logScale(low: number, high: number): AxisScale {
  const min = Math.max(low / 1.12, Number.MIN_VALUE);
  const max = Math.min(high * 1.12, Number.MAX_VALUE);
  const decades = Math.log10(max) - Math.log10(min);
  const factors = decades > 4 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
  const stride = Math.max(1, Math.ceil(decades / 8));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
    if (power % stride !== 0) continue;
    for (const factor of factors) {
      const tick = tidy(factor * 10 ** power);
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  }
  return { type: 'log', min, max, ticks };
}

/** The least of 1, 2, 2.5, 5 and 10 times a power of ten that is at least `step`. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5].find((nice) => nice * power >= step * 0.999) ?? 10;
  return factor * power;
}

/** Without the rounding errors of binary fractions, so that it prints short. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}
