/** How often a kernel of the `cpu` backend did the work, and on how much. */
export interface FallbackCount {
  calls: number;
  /** Size of the largest tensor, in elements, that went in or came out. */
  largestSize: number;
}

/** Counts the kernels that ran on the `cpu` backend's code. */
export class Fallbacks {
  readonly #counts = new Map<string, FallbackCount>();

  count(kernelName: string, size: number): void {
    const count = this.#counts.get(kernelName);
    if (!count) this.#counts.set(kernelName, { calls: 1, largestSize: size });
    else {
      count.calls++;
      count.largestSize = Math.max(count.largestSize, size);
    }
  }

  /** By kernel name. */
  report(): Record<string, Readonly<FallbackCount>> {
    const entries = [...this.#counts].map(([name, count]) => [name, { ...count }] as const);
    return Object.fromEntries(entries);
  }

  reset(): void {
    this.#counts.clear();
  }
}
