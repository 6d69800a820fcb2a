import type { OnednnLibrary } from './library.js';

/** Reads and sets how many threads OpenMP uses. */
export interface ThreadControl {
  get(): number;
  set(count: number): void;
}

/** The OpenMP runtime is a dependency of oneDNN, so its symbols are found through that library. */
export function threadControl({ handle }: OnednnLibrary): ThreadControl {
  const get = handle.func('int omp_get_max_threads()') as () => number;
  const set = handle.func('void omp_set_num_threads(int count)') as (count: number) => void;
  return { get, set };
}
