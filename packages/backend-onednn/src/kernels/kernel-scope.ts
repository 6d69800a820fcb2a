import type { TensorInfo } from '@tensorflow/tfjs-core';

type DataId = TensorInfo['dataId'];

/** Notes which data the running kernel holds, so that none is left behind when it fails. */
export class KernelScope {
  readonly #release: (id: DataId) => void;
  readonly #end: () => void;
  readonly #held: DataId[] = [];
  readonly #released: DataId[] = [];
  #depth = 0;

  /**
   * @param release gives up one reference to some data
   * @param end is called when a kernel that no other has called is over
   */
  constructor(release: (id: DataId) => void, end: () => void) {
    this.#release = release;
    this.#end = end;
  }

  /** The running kernel took a reference. */
  hold(id: DataId): void {
    if (this.#depth > 0) this.#held.push(id);
  }

  /** The running kernel gave one up. */
  give(id: DataId): void {
    if (this.#depth > 0) this.#released.push(id);
  }

  /** Runs a kernel, which may run others; what all of them hold is released if it throws. */
  run<T>(kernel: () => T): T {
    this.#depth++;
    try {
      return kernel();
    } catch (error) {
      if (this.#depth === 1) this.#releaseAll();
      throw error;
    } finally {
      if (--this.#depth === 0) {
        this.#held.length = this.#released.length = 0;
        this.#end();
      }
    }
  }

  #releaseAll(): void {
    const counts = new Map<DataId, number>();
    for (const id of this.#held) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const id of this.#released) counts.set(id, (counts.get(id) ?? 0) - 1);
    for (const [id, count] of counts) for (let i = 0; i < count; i++) this.#release(id);
  }
}
