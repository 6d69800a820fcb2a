import koffi from 'koffi';

const rtldNow = 2;
const rtldNoDelete = process.platform === 'darwin' ? 0x80 : 0x1000;

/**
 * Opens a shared library so that it is never unloaded: OpenMP's workers still spin inside it while
 * the process exits, and unmapping their code crashes it.
 */
export function keepLoaded(path: string): void {
  const dlopen = koffi.load(null).func('uint64_t dlopen(const char *path, int flags)');
  dlopen(path, rtldNow | rtldNoDelete);
}
