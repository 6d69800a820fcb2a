/** Something made by oneDNN that is destroyed when it leaves the cache. */
export interface Destroyable {
  destroy(): void;
}

/** Puts what was made in the care of its maker: it is destroyed should the making fail. */
type Keep = <T extends Destroyable>(made: T) => T;

interface Entry {
  readonly value: Destroyable;
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
  readonly #evicted: Destroyable[] = [];
  #clock = 0;

  constructor(capacity = 8192) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry under `key`, made by `make` on first use. A key always stands for one type. */
  get<T extends Destroyable>(key: string, make: (keep: Keep) => T): T {
    const known = this.#entries.get(key);
    if (known) {
      known.used = ++this.#clock;
      return known.value as T;
    }
    this.misses++;
    const value = this.#make(make);
    if (this.#entries.size >= this.capacity) this.#evict();
    this.#entries.set(key, { value, used: ++this.#clock });
    return value;
  }

  /** Destroys what has left the cache; no kernel may be running. */
  sweep(): void {
    if (this.#evicted.length === 0) return;
    for (const value of this.#evicted.splice(0)) value.destroy();
  }

  /** Destroys everything; no kernel may be running. */
  clear(): void {
    this.sweep();
    for (const { value } of this.#entries.values()) value.destroy();
    this.#entries.clear();
  }

  #make<T extends Destroyable>(make: (keep: Keep) => T): T {
    const parts: Destroyable[] = [];
    try {
      return make((made) => {
        parts.push(made);
        return made;
      });
    } catch (error) {
      for (const part of parts.reverse()) part.destroy();
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
    if (evicted) this.#evicted.push(evicted.value);
    this.#entries.delete(oldest);
  }
}
