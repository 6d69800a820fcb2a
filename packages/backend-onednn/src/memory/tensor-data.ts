import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { Storage, storageBytes } from '../engine/storage.js';
import type { Block } from './block.js';
import type { MemoryPool } from './memory-pool.js';
import { storageOf } from './storage-of.js';

type NumericValues = Float32Array | Int32Array | Uint8Array;

/**
 * What a data id stands for. Numbers live in a native block from the start; `values` shows them as a
 * typed array upon that block, which is how the `cpu` kernels read them. Strings stay in JavaScript,
 * and a complex tensor is two others.
 */
export class TensorData {
  readonly dtype: DataType;
  /** Number of elements. */
  readonly size: number;
  refCount = 1;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  readonly #pool: MemoryPool;
  readonly #storage: Storage | undefined;
  #block: Block | undefined;
  #view: NumericValues | undefined;
  #strings: Uint8Array[] | undefined;

  constructor(pool: MemoryPool, dtype: DataType, size: number) {
    this.#pool = pool;
    this.dtype = dtype;
    this.size = size;
    this.#storage = storageOf(dtype);
  }

  /** Address of the elements; memory is taken on first use. */
  get address(): number {
    return this.#memory.address;
  }

  /** The elements themselves: writing to them changes the tensor. */
  get values(): backend_util.BackendValues | undefined {
    return this.#storage === undefined ? this.#strings : this.numbers;
  }

  /** Copies into the native block. */
  set values(values: backend_util.BackendValues | undefined) {
    if (values === undefined) return;
    if (this.#storage === undefined) this.#strings = values as Uint8Array[];
    else this.numbers.set(values as NumericValues);
  }

  /** `values` of a numeric tensor. */
  get numbers(): NumericValues {
    return (this.#view ??= this.#makeView());
  }

  release(): void {
    this.#block?.release();
    this.#block = this.#view = this.#strings = undefined;
  }

  get #memory(): Block {
    if (this.#block) return this.#block;
    if (this.#storage === undefined)
      throw new Error(`A ${this.dtype} tensor has no native memory.`);
    return (this.#block = this.#pool.allocate(this.size * storageBytes[this.#storage]));
  }

  #makeView(): NumericValues {
    if (this.#storage === Storage.f32) return this.#memory.floats(this.size);
    if (this.#storage === Storage.s32) return this.#memory.ints(this.size);
    return this.#memory.byteValues(this.size);
  }
}
