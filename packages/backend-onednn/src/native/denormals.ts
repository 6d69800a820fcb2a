import koffi from 'koffi';

/** Switches the processor's handling of denormal numbers for the calling thread. */
export interface DenormalSwitch {
  flush(): void;
  restore(): void;
}

const nothing: DenormalSwitch = { flush: () => {}, restore: () => {} };

/** Flush-to-zero and denormals-are-zero in MXCSR. */
const flushBits = 0x8040;

/** Offset of MXCSR in glibc's and musl's x86-64 `fenv_t`. */
const mxcsrOffset = 28;

/**
 * Arithmetic on denormals is some 45 times slower, and late in training gradients are full of them.
 * OpenMP's workers inherit the setting from the thread that first starts them; JavaScript's own
 * arithmetic needs denormals, hence a switch around each execution. Does nothing where the layout of
 * the floating-point environment is not known.
 */
export function denormalSwitch(): DenormalSwitch {
  if (process.arch !== 'x64' || process.platform !== 'linux') return nothing;
  // glibc has a file of its own for mathematics, musl has not
  const libm = firstWith('int fesetenv(uint64_t environment)', ['libm.so.6', null]);
  if (!libm) return nothing;
  const get = libm.func('int fegetenv(void *environment)');
  const set = libm.func('int fesetenv(uint64_t environment)');
  const allocate = koffi.load(null).func('void *aligned_alloc(size_t alignment, size_t bytes)');
  const [usual, flushing] = [allocate(64, 64), allocate(64, 64)] as [unknown, unknown];
  get(usual);
  get(flushing);
  const control = new DataView(koffi.view(flushing, 64));
  control.setUint32(mxcsrOffset, control.getUint32(mxcsrOffset, true) | flushBits, true);
  const [usualAddress, flushingAddress] = [usual, flushing].map((p) => Number(koffi.address(p)));
  return { flush: () => set(flushingAddress), restore: () => set(usualAddress) };
}

/** The first of some libraries, null being the process itself, that has a function. */
function firstWith(
  declaration: string,
  names: readonly (string | null)[],
): koffi.IKoffiLib | undefined {
  for (const name of names) {
    try {
      const library = koffi.load(name);
      library.func(declaration);
      return library;
    } catch {
      // the next may have it
    }
  }
  return undefined;
}
