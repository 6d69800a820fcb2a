/** Something made by the library, which must be told when it is no longer needed. */
interface Destroyable {
  destroy(): void;
}

/** Puts what was made in the care of the cache. */
export type Keep = <T extends Destroyable>(made: T) => T;

interface Entry {
  readonly value: unknown;
  /** What was kept for it, in the order in which it was made. */
  readonly parts: readonly Destroyable[];
  /** When it was last asked for. */
  used: number;
}

/**
 * Keeps compiled primitives by operation, shapes and attributes. A training step uses the same few
 * hundred again and again; a program whose shapes never repeat loses those that it used longest ago.
 *
 * A kernel may go on using what it got, whatever else it gets: what leaves the cache is destroyed by
 * `sweep`, between kernels.
 */
export class PrimitiveCache {
  readonly capacity: number;
  /** How many had to be made. */
  misses = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #evicted: Entry[] = [];
  #clock = 0;

  constructor(capacity = 8192) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * The value under `key`, made by `make` on first use; what that hands to `keep` is destroyed with the entry, or
   * when the making fails. A key always stands for one type.
   */
  get<T>(key: string, make: (keep: Keep) => T): T {
    const known = this.#entries.get(key);
    if (known) {
      known.used = ++this.#clock;
      return known.value as T;
    }
    this.misses++;
    const parts: Destroyable[] = [];
    const value = this.#make(make, parts);
    if (this.#entries.size >= this.capacity) this.#evict();
    this.#entries.set(key, { value, parts, used: ++this.#clock });
    return value;
  }

  /** Destroys what has left the cache; no kernel may be running. */
  sweep(): void {
    if (this.#evicted.length === 0) return;
    for (const { parts } of this.#evicted.splice(0)) destroyAll(parts);
  }

  /** Destroys everything; no kernel may be running. */
  clear(): void {
    this.sweep();
    for (const { parts } of this.#entries.values()) destroyAll(parts);
    this.#entries.clear();
  }

  #make<T>(make: (keep: Keep) => T, parts: Destroyable[]): T {
    try {
      return make((made) => {
        parts.push(made);
        return made;
      });
    } catch (error) {
      destroyAll(parts);
      throw error;
    }
  }

  #evict(): void {
    // a search through all is quick beside the compilation that made it necessary
    let [oldest, used] = ['', Infinity];
    for (const [key, entry] of this.#entries) {
      if (entry.used < used) [oldest, used] = [key, entry.used];
    }
    const evicted = this.#entries.get(oldest);
    if (evicted) this.#evicted.push(evicted);
    this.#entries.delete(oldest);
  }
}

/** The latest first, as it may need those before it. */
function destroyAll(parts: readonly Destroyable[]): void {
  for (const part of parts.toReversed()) part.destroy();
}
