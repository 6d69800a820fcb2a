/** How values are spread, as TensorBoard draws it. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Upper ends of the buckets, growing; a bucket begins where the one before ends. */
  readonly limits: readonly number[];
  /** How many values are in each bucket: at least its lower end, and less than its upper one. */
  readonly counts: readonly number[];
}

/**
 * Counts values in buckets that grow by a tenth from 10⁻¹² on, on both sides of 0, as TensorFlow's do: gradients and their
 * squares are spread over many orders of magnitude. Buckets without values are joined.
 *
 * @returns undefined where no value is finite; those that are not are left out
 */
export function histogramOf(values: ArrayLike<number>): Histogram | undefined {
  const buckets = new Float64Array(ends.length);
  let [min, max, count, sum, sumOfSquares] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    buckets[firstAbove(value)]++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    count++;
    sum += value;
    sumOfSquares += value * value;
  }
  if (count === 0) return undefined;
  return { min, max, count, sum, sumOfSquares, ...withoutGaps(buckets) };
}

/** The upper ends of all buckets. */
const ends = bucketEnds();

function bucketEnds(): Float64Array {
  const positive: number[] = [];
  for (let end = 1e-12; end < 1e20; end *= 1.1) positive.push(end);
  positive.push(Number.MAX_VALUE);
  const negative = positive.map((end) => -end).reverse();
  return Float64Array.from([...negative, 0, ...positive]);
}

/** The bucket of a value: the first that ends above it, the last one for the largest number. */
function firstAbove(value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < ends[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The buckets with values, and where some without lie before one, those as one. */
function withoutGaps(buckets: Float64Array): Pick<Histogram, 'limits' | 'counts'> {
  const kept = [...buckets.keys()].filter((i) => buckets[i] > 0 || buckets[i + 1] > 0);
  return { limits: kept.map((i) => ends[i]), counts: kept.map((i) => buckets[i]) };
}
