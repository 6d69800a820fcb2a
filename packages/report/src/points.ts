/** A point of a line: horizontal and vertical value. */
export type Point = readonly [x: number, y: number];

/**
 * A centred moving mean over `window` points, which lags behind nothing; at the ends, over the part of
 * the window that there is. Values that are not finite are left out.
 */
export function smooth(points: readonly Point[], window: number): Point[] {
  const finite = points.filter(([, y]) => Number.isFinite(y));
  const sums = [0];
  for (const [, y] of finite) sums.push(sums[sums.length - 1] + y);
  const half = Math.max(0, Math.floor((window - 1) / 2));
  return finite.map(([x], i) => {
    const [begin, end] = [Math.max(0, i - half), Math.min(finite.length, i + half + 1)];
    return [x, (sums[end] - sums[begin]) / (end - begin)];
  });
}

/**
 * At most `limit` points that look like all of them: the lowest and the highest of equal stretches,
 * in their order, so that no spike is lost.
 */
export function thin(points: readonly Point[], limit: number): Point[] {
  if (points.length <= limit) return [...points];
  const stretches = Math.max(1, Math.floor(limit / 2));
  const kept = new Set<number>();
  for (let s = 0; s < stretches; s++) {
    const begin = Math.floor((s * points.length) / stretches);
    const end = Math.floor(((s + 1) * points.length) / stretches);
    let [low, high] = [begin, begin];
    for (let i = begin; i < end; i++) {
      if (points[i][1] < points[low][1]) low = i;
      if (points[i][1] > points[high][1]) high = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map((i) => points[i]);
}
