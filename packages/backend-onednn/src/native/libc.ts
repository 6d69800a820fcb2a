import koffi from 'koffi';

/** A foreign pointer as koffi hands it out. */
export type Pointer = unknown;

/** The C library's functions that the backend needs, looked up in the running process. */
export interface LibC {
  alignedAlloc(alignment: number, bytes: number): Pointer;
  free(pointer: Pointer): void;
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
  loaded = {
    alignedAlloc: self.func('void *aligned_alloc(size_t alignment, size_t bytes)'),
    free: self.func('void free(void *pointer)'),
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
