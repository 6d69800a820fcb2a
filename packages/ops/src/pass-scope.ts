/** What a forward pass in training tells layers that nobody hands call arguments. */
export interface PassScope {
  /** Seed of everything random in the pass: a whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Whether batch norm may move its running statistics. */
  readonly batchStatistics: 'update' | 'keep';
  /** Whether shake layers mix gradients as they mixed values. */
  readonly trueGradient: boolean;
}

let current: PassScope | undefined;

/**
 * Runs one forward pass, synchronously, so that layers inside find `pass` by {@link currentPass}.
 * `LayersModel.fit` calls layers with `training` alone: this is the only way to reach them there. Where
 * call arguments are given they come first.
 */
export function duringPass<T>(pass: PassScope, forward: () => T): T {
  const outer = current;
  current = pass;
  try {
    return forward();
  } finally {
    current = outer;
  }
}

/** The pass in progress; undefined outside of {@link duringPass}. */
export function currentPass(): PassScope | undefined {
  return current;
}
