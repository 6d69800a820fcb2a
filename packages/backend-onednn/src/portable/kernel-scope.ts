import type { TensorInfo } from '@tensorflow/tfjs-core';

type DataId = TensorInfo['dataId'];

/** Notes which data the running kernel holds, so that none is left behind when it fails. */
export class KernelScope {
  readonly #release: (id: DataId) => void;
  readonly #end: () => void;
  // written over by each kernel, since arrays that shrink and grow cost more than the kernel's notes
  readonly #held: DataId[] = [];
  readonly #released: DataId[] = [];
  #heldCount = 0;
  #releasedCount = 0;
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
    if (this.#depth > 0) this.#held[this.#heldCount++] = id;
  }

  /** The running kernel gave one up. */
  give(id: DataId): void {
    if (this.#depth > 0) this.#released[this.#releasedCount++] = id;
  }

  /** Runs a kernel, which may run others; what all of them hold is released if it throws. */
  run<Call, Result>(kernel: (call: Call) => Result, call: Call): Result {
    this.#depth++;
    try {
      return kernel(call);
    } catch (error) {
      if (this.#depth === 1) this.#releaseAll();
      throw error;
    } finally {
      if (--this.#depth === 0) {
        this.#heldCount = this.#releasedCount = 0;
        this.#end();
      }
    }
  }

  #releaseAll(): void {
    const counts = new Map<DataId, number>();
    const count = (ids: readonly DataId[], by: number) => {
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + by);
    };
    count(this.#held.slice(0, this.#heldCount), 1);
    count(this.#released.slice(0, this.#releasedCount), -1);
    for (const [id, times] of counts) for (let i = 0; i < times; i++) this.#release(id);
  }
}
