/** From how much work on an operation is split, and how much each thread then gets at least; in seconds. */
interface GrainSize {
  readonly from: number;
  readonly share: number;
}

/** See `OnednnBackend.grain`. */
export type Grain = 'fine' | 'medium' | 'coarse';

/**
 * How finely work is cut. A thread that is handed a share, and waited for, costs some microseconds where
 * cores are idle, and a time slice of the system where they are not.
 */
export const grainSizes: Readonly<Record<Grain, GrainSize>> = {
  fine: { from: 30e-6, share: 15e-6 },
  medium: { from: 1e-3, share: 125e-6 },
  coarse: { from: 4e-3, share: 2e-3 },
};

/** @throws RangeError unless it is a grain */
export function checkGrain(grain: Grain): void {
  if (Object.hasOwn(grainSizes, grain)) return;
  const names = Object.keys(grainSizes).join(', ');
  throw new RangeError(`The grain is '${String(grain)}'; it is one of ${names}.`);
}
