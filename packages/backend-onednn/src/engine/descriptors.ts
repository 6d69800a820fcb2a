import { checkStatus } from '../native/check-status.js';
import type { NativeFunctions } from '../native/functions.js';
import type { LibC } from '../native/libc.js';
import type { Storage } from './constants.js';
import type { Descriptor } from './descriptor.js';
import { rowMajor } from './descriptor.js';

/** Size of oneDNN 2.x's `dnnl_memory_desc_t`. */
const structBytes = 696;

/** `dnnl_format_tag_any`: the library chooses the layout. */
const anyTag = 1;

/** Makes memory descriptors. */
export class Descriptors {
  readonly #functions: NativeFunctions;
  readonly #libc: LibC;
  readonly #storages = new Map<string, Descriptor>();
  #copies = 0;

  constructor(functions: NativeFunctions, libc: LibC) {
    this.#functions = functions;
    this.#libc = libc;
  }

  /** A strided array; dense row-major where no strides are given. */
  strided(dims: readonly number[], storage: Storage, strides = rowMajor(dims)): Descriptor {
    const key = `${dims}:${strides}:${storage}`;
    return this.#make(key, (struct) =>
      this.#functions.memoryDescInit(struct, dims.length, wide(dims), storage, wide(strides)),
    );
  }

  /** An array whose layout the library may choose. */
  any(dims: readonly number[], storage: Storage): Descriptor {
    return this.#make(`${dims}:any:${storage}`, (struct) =>
      this.#functions.memoryDescInitByTag(struct, dims.length, wide(dims), storage, anyTag),
    );
  }

  /** A copy of a descriptor that the library owns. */
  copy(address: number): Descriptor {
    const native = new Uint8Array(structBytes);
    this.#libc.readBytes(native, address, structBytes);
    const bytes = Number(this.#functions.memoryDescSize(native));
    return { key: `copy:${this.#copies++}`, native, bytes };
  }

  #make(key: string, init: (struct: Uint8Array) => number): Descriptor {
    const known = this.#storages.get(key);
    if (known) return known;
    const native = new Uint8Array(structBytes);
    checkStatus(init(native), `describe an array (dims:strides:type = ${key})`);
    const made = { key, native, bytes: Number(this.#functions.memoryDescSize(native)) };
    if (this.#storages.size >= capacity) this.#storages.clear();
    this.#storages.set(key, made);
    return made;
  }
}

/** Descriptors kept; they are cheap to make again. */
const capacity = 4096;

function wide(numbers: readonly number[]): BigInt64Array {
  return BigInt64Array.from(numbers, (n) => BigInt(n));
}
