import os from 'node:os';
import { processorQuota } from './control-groups.js';
import type { OnednnLibrary } from './library.js';

/** Tells the library how many threads to use. */
export interface ThreadControl {
  /**
   * For what is made and run from now on by the calling thread of the system, which is all of them that the
   * OpenMP runtime knows apart. Another copy of this package may have set another number meanwhile.
   */
  set(count: number): void;
}

/** The OpenMP runtime is a dependency of oneDNN, so its symbols are found through that library. */
export function threadControl({ handle, threading }: OnednnLibrary): ThreadControl {
  if (threading === 'none') return { set: () => {} };
  return { set: handle.func('void omp_set_num_threads(int count)') };
}

/**
 * How many processors' time the process may use, by its affinity and by the quota of its control groups, which
 * OpenMP does not look at; a quota need not be a whole number.
 */
export const processorsAllowed = (): number =>
  Math.min(os.availableParallelism(), processorQuota());

/**
 * How many threads are used unless told otherwise: `OMP_NUM_THREADS`, or as many as the process may use
 * processors.
 */
export function defaultThreads(
  { threading }: Pick<OnednnLibrary, 'threading'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  processors: number = processorsAllowed(),
): number {
  if (threading === 'none') return 1;
  // the first number of a list is that of the outermost level
  const wanted = Number.parseInt(environment.OMP_NUM_THREADS ?? '', 10);
  return wanted >= 1 ? wanted : Math.max(1, Math.floor(processors));
}
