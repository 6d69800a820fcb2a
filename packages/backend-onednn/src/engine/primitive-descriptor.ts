import { Query } from './constants.js';
import type { Descriptor } from './descriptor.js';
import type { Onednn } from './onednn.js';

/** An operation for which oneDNN has chosen an implementation and the layouts it wants. */
export class PrimitiveDescriptor {
  readonly handle: number;
  readonly #onednn: Onednn;

  constructor(onednn: Onednn, handle: number) {
    this.#onednn = onednn;
    this.handle = handle;
  }

  get implementation(): string {
    const text: (string | null)[] = [null];
    const { functions } = this.#onednn;
    functions.primitiveDescQueryText(this.handle, Query.implementation, 0, text);
    return text[0] ?? '';
  }

  /** The layout chosen for one of its arguments (`Query`). */
  layoutOf(query: number): Descriptor {
    const address = this.#onednn.functions.primitiveDescQueryMd(this.handle, query, 0);
    return this.#onednn.descriptors.copy(address);
  }

  destroy(): void {
    this.#onednn.functions.primitiveDescDestroy(this.handle);
  }
}
