import type { ThreadControl } from '../native/threads.js';
import { grainSizes } from './grain.js';
import type { Grain } from './grain.js';

/** What an operation does on one thread. */
export interface Work {
  /** Floating-point operations, two for each multiplication with its addition. */
  readonly flops: number;
  /** Bytes read and written. */
  readonly bytes: number;
  /** Whether it multiplies bf16. */
  readonly narrow: boolean;
}

/** What a core with AVX-512 does in a second, roughly: a scale that is the same everywhere. */
const rates = { wideFlops: 1e11, narrowFlops: 3e11, bytes: 1e10 };

/**
 * On how many threads each operation runs. That follows from its shapes, the most threads and the grain alone:
 * with the same settings every run splits it in the same way, and comes to the same bits.
 */
export class Threads {
  /** The most that an operation is split over. */
  readonly most: number;
  readonly grain: Grain;
  readonly #control: ThreadControl;

  constructor(control: ThreadControl, most: number, grain: Grain) {
    this.#control = control;
    this.most = most;
    this.grain = grain;
  }

  /** Tells apart what was compiled for one setting and for another. */
  get key(): string {
    return `${this.most} ${this.grain}`;
  }

  /** How many threads an operation is worth. */
  worth({ flops, bytes, narrow }: Work): number {
    const seconds = flops / (narrow ? rates.narrowFlops : rates.wideFlops) + bytes / rates.bytes;
    const { from, share } = grainSizes[this.grain];
    if (seconds < from) return 1;
    return Math.min(this.most, Math.max(2, Math.floor(seconds / share)));
  }

  /** What the library makes and runs from now on is split over so many. */
  use(count: number): void {
    this.#control.set(count);
  }
}
