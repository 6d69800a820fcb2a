/** Tells the time that passes besides what is counted elsewhere. */
export interface TimeBesides {
  /** Milliseconds since the last call, or since the beginning, less those that the count has grown by. */
  since(countedMs: number): number;
}

/** Begins now, where the count stands at so many milliseconds. */
export function timeBesides(countedMs: number): TimeBesides {
  let [mark, before] = [performance.now(), countedMs];
  return {
    since(counted) {
      const now = performance.now();
      const besides = now - mark - (counted - before);
      [mark, before] = [now, counted];
      return Math.max(0, besides); // sums of times may round up
    },
  };
}
