const blocks = [...'▁▂▃▄▅▆▇█'];

/** The lowest and the highest of some numbers. */
export type Range = readonly [low: number, high: number];

/** How {@link sparkline} draws. */
export interface SparklineOptions {
  /** At most so many characters, each the mean of neighbours where there are more values; default one for each value. */
  readonly width?: number;
  /** What the lowest and the highest block stand for; default the range of what is drawn. */
  readonly range?: Range;
}

/** Values as a line of blocks; equal ones stand in the middle, and what is no finite number leaves a gap. */
export function sparkline(
  values: readonly number[],
  { width = values.length, range }: SparklineOptions = {},
): string {
  const drawn = values.length > width ? joined(values, width) : values;
  const [low, high] = range ?? rangeOf(drawn);
  // the difference of the largest numbers would be infinite
  const unit = Math.max(Math.abs(low), Math.abs(high));
  const [from, to] = [low / unit, high / unit];
  return drawn
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      const share = low === high ? 0.5 : (value / unit - from) / (to - from);
      const place = Math.floor(share * blocks.length);
      return blocks[Math.min(Math.max(place, 0), blocks.length - 1)];
    })
    .join('');
}

/** The range of those that are finite. */
export function rangeOf(values: readonly number[]): Range {
  const finite = values.filter(Number.isFinite);
  return [Math.min(...finite), Math.max(...finite)];
}

/** As many means of neighbours as there is room for. */
function joined(values: readonly number[], width: number): number[] {
  return Array.from({ length: width }, (_, i) => {
    const [from, to] = [i, i + 1].map((end) => Math.floor((end * values.length) / width));
    const finite = values.slice(from, to).filter(Number.isFinite);
    return finite.length > 0 ? finite.reduce((sum, value) => sum + value / finite.length, 0) : NaN;
  });
}
