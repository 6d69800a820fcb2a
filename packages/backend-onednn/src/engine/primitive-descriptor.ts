import { OnednnError } from '../errors.js';
import type { NativeFunctions } from '../native/functions.js';
import type { ChosenLayout } from './descriptor.js';
import { implementationQuery, layoutQueries } from './enums.js';
import type { LayoutQuery } from './enums.js';

/** An operation for which oneDNN has chosen an implementation and the layouts it wants. */
export class PrimitiveDescriptor {
  /** What it computes, in words. */
  readonly operation: string;
  readonly handle: number;
  /** Over how many threads it is split. */
  readonly threads: number;
  readonly #functions: NativeFunctions;
  #destroyed = false;

  constructor(functions: NativeFunctions, operation: string, handle: number, threads: number) {
    this.#functions = functions;
    this.operation = operation;
    this.handle = handle;
    this.threads = threads;
  }

  get implementation(): string {
    const text: (string | null)[] = [null];
    this.#functions.primitiveDescQueryText(this.handle, implementationQuery, 0, text);
    return text[0] ?? '';
  }

  /**
   * The layout chosen for one of its arguments; it ends with this descriptor.
   *
   * @throws OnednnError when the operation has no such argument
   */
  layoutOf(argument: LayoutQuery): ChosenLayout {
    const handle = this.#functions.primitiveDescQueryMd(this.handle, layoutQueries[argument], 0);
    if (handle === 0) throw new OnednnError(`The operation has no ${argument}.`, notRequired);
    const bytes = Number(this.#functions.memoryDescSize(handle));
    return { key: `${argument} of ${this.implementation}`, handle, bytes };
  }

  /** Ends it; destroying it again does nothing. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#functions.primitiveDescDestroy(this.handle);
  }
}

/** `dnnl_not_required`. */
const notRequired = 6;

/** Hands a descriptor to `use` and destroys it afterwards. */
export function using<T>(
  descriptor: PrimitiveDescriptor,
  use: (descriptor: PrimitiveDescriptor) => T,
): T {
  try {
    return use(descriptor);
  } finally {
    descriptor.destroy();
  }
}
