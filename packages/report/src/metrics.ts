/** What a line of metrics may hold: numbers, words, and groups of them. */
export type MetricsValue = number | string | undefined | Readonly<Record<string, number | string>>;

/** One line of metrics: a training step, the mean over several, or an evaluation. */
export interface MetricsLine {
  /** What it was measured on: 'train' and 'test' are drawn. */
  readonly split: string;
  /** Optimizer steps done. */
  readonly step: number;
  /** Epochs done, counting the one in progress: the first is 1. */
  readonly epoch: number;
  /** Whatever was measured; the README lists the names that are drawn. */
  readonly [name: string]: MetricsValue;
}

/** The lines of one split, in the order in which they were logged. */
export function linesOf<Line extends { readonly split: string }, Split extends string>(
  lines: readonly Line[],
  split: Split,
): (Line & { split: Split })[] {
  return lines.filter((line): line is Line & { split: Split } => line.split === split);
}

/** The number that a line holds under a name, or under `group.name`; undefined if there is none. */
export function numberAt(line: MetricsLine, key: string): number | undefined {
  const [group, name] = key.split('.');
  const found = line[group];
  const value = name !== undefined && typeof found === 'object' ? found[name] : found;
  return typeof value === 'number' ? value : undefined;
}
