/** Something made by oneDNN that is destroyed when it leaves the cache. */
export interface Destroyable {
  destroy(): void;
}

/**
 * Keeps compiled primitives by operation, shapes and attributes. A training step uses the same few
 * hundred again and again; a program whose shapes never repeat loses the oldest ones.
 */
export class PrimitiveCache {
  readonly capacity: number;
  /** How many had to be made. */
  misses = 0;
  readonly #entries = new Map<string, Destroyable>();

  constructor(capacity = 8192) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entry under `key`, made by `make` on first use. A key always stands for one type. */
  get<T extends Destroyable>(key: string, make: () => T): T {
    const known = this.#entries.get(key);
    if (known) return known as T;
    this.misses++;
    const made = make();
    if (this.#entries.size >= this.capacity) this.#evictOldest();
    this.#entries.set(key, made);
    return made;
  }

  clear(): void {
    for (const entry of this.#entries.values()) entry.destroy();
    this.#entries.clear();
  }

  #evictOldest(): void {
    const [[key, oldest]] = this.#entries;
    this.#entries.delete(key);
    oldest.destroy();
  }
}
