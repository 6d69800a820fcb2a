import koffi from 'koffi';

/** The C library's functions that the backend needs, looked up in the running process. */
export interface LibC {
  /** Where the elements of a buffer lie; they stay there as long as the buffer is alive. */
  addressOf(buffer: ArrayBuffer): number;
  /** Memory by its address, for structs of the library. */
  malloc(bytes: number): number;
  freeAddress(address: number): void;
  memset(address: number, byte: number, bytes: number): void;
  memcpy(target: number, source: number, bytes: number): void;
  /** Advises the kernel about pages; absent where the system has no such call. */
  madvise?(address: number, bytes: number, advice: number): number;
}

let loaded: LibC | undefined;

/** @throws Error where the process exports no C library (Windows) */
export function loadLibC(): LibC {
  if (loaded) return loaded;
  const self = koffi.load(null);
  // memset returns the address that it was given
  const echo = self.func('uint64_t memset(void *target, int byte, size_t bytes)');
  loaded = {
    addressOf: (buffer) => echo(buffer, 0, 0) as number,
    malloc: self.func('uint64_t malloc(size_t bytes)'),
    freeAddress: self.func('void free(uint64_t address)'),
    memset: self.func('uint64_t memset(uint64_t target, int byte, size_t bytes)'),
    memcpy: self.func('uint64_t memcpy(uint64_t target, uint64_t source, size_t bytes)'),
    ...(process.platform === 'linux' && {
      madvise: self.func('int madvise(uint64_t address, size_t bytes, int advice)'),
    }),
  };
  return loaded;
}
