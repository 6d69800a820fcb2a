/** Which classes a model took for which. */
export interface Confusion {
  /** What it was tested on: `test`, `validation` or `train`. */
  readonly split: string;
  /** Optimizer steps done. */
  readonly step: number;
  /** By class, from 0 on. */
  readonly classNames: readonly string[];
  /** A row for each true class: how many of its images were taken for each class. */
  readonly confusion: readonly (readonly number[])[];
}

/** Two classes of which one was taken for the other. */
export interface ConfusedPair {
  /** The true class, and what it was taken for. */
  readonly name: string;
  readonly taken: string;
  /** How many images, and their share in those of the true class. */
  readonly count: number;
  readonly share: number;
}

/** Which classes were taken for which, most often first. */
export function confusedPairs({
  classNames,
  confusion,
}: Pick<Confusion, 'classNames' | 'confusion'>): ConfusedPair[] {
  return confusion
    .flatMap((row, i) =>
      row.flatMap((count, j) => {
        if (i === j || count === 0) return [];
        const [name, taken] = [classNames[i], classNames[j]];
        return [{ name, taken, count, share: count / sumOf(row) }];
      }),
    )
    .sort((a, b) => b.count - a.count);
}

/** How many images a class has. */
export const sumOf = (row: readonly number[]): number => row.reduce((sum, count) => sum + count, 0);
