import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Onednn } from '../engine/onednn.js';
import { reorder } from '../engine/reorder.js';
import { strided } from '../portable/array.js';
import { Storage, storageBytes, storageOf } from '../portable/storage.js';
import type { Block } from './block.js';
import type { MemoryRange } from './memory-range.js';

type NumericValues = Float32Array | Int32Array | Uint8Array;

/** @throws RangeError where an axis has a size that is no whole number, or the whole is too large */
function sizeOf(shape: readonly number[]): number {
  let size = 1;
  let whole = true;
  for (let i = 0; i < shape.length; i++) {
    size *= shape[i];
    whole &&= shape[i] >= 0 && Number.isInteger(shape[i]);
  }
  if (whole && Number.isSafeInteger(size)) return size;
  throw new RangeError(`There is no tensor of the shape [${shape}].`);
}

/**
 * What a data id stands for. Numbers live in a native block from the start; `values` shows them as a
 * typed array upon that block, which is how the `cpu` kernels read them. Strings stay in JavaScript,
 * and a complex tensor is two others.
 *
 * Floats may be stored as bf16. Whoever asks for them in the other storage gets a copy, which is kept
 * for the next to ask.
 */
export class TensorData {
  readonly dtype: DataType;
  /** Number of elements. */
  readonly size: number;
  refCount = 1;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  readonly #onednn: Onednn;
  readonly #shape: readonly number[];
  readonly #storage: Storage | undefined;
  #block: Block | undefined;
  #range: MemoryRange | undefined;
  #copy: Block | undefined;
  #copyRange: MemoryRange | undefined;
  #view: NumericValues | undefined;
  #strings: Uint8Array[] | undefined;

  /**
   * @param shape that the elements are first used in
   * @param storage of the elements; that of the dtype by default
   */
  constructor(
    onednn: Onednn,
    dtype: DataType,
    shape: readonly number[],
    storage = storageOf(dtype),
  ) {
    this.#onednn = onednn;
    this.dtype = dtype;
    this.#shape = shape;
    this.size = sizeOf(shape);
    this.#storage = storage;
  }

  /** How the elements are stored. */
  get storage(): Storage {
    if (this.#storage === undefined) throw new Error(`A ${this.dtype} tensor has no storage.`);
    return this.#storage;
  }

  /** Bytes of native memory in use for the elements. */
  get bytes(): number {
    return this.#storage === undefined ? 0 : this.size * storageBytes[this.#storage];
  }

  /** Where the elements lie as the dtype stores them: floats as f32. */
  get range(): MemoryRange {
    return this.rangeAs(storageOf(this.dtype) ?? this.storage);
  }

  /**
   * Where the elements lie in a storage, to the byte: memory is taken, and copies are made, on first use.
   */
  rangeAs(storage: Storage): MemoryRange {
    if (storage === this.storage) return (this.#range ??= this.#rangeIn(this.#own, storage));
    this.#copy ??= this.#copyAs(storage);
    return (this.#copyRange ??= this.#rangeIn(this.#copy, storage));
  }

  /** The elements themselves: writing to them changes the tensor, unless it is stored as bf16. */
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

  /** Makes all elements 0, whatever the storage. */
  clear(): void {
    this.#onednn.libc.memset(this.#own.address, 0, this.bytes);
  }

  /** Lets `change` write to the elements, whatever their storage. */
  edit(change: (numbers: NumericValues) => void): void {
    change(this.numbers);
    if (this.#storage !== Storage.bf16) return;
    const [f32, bf16] = [Storage.f32, Storage.bf16].map((type) => strided([this.size], type));
    const [source, destination] = [this.range, this.rangeAs(Storage.bf16)];
    reorder(this.#onednn, f32, bf16).run({ source, destination });
  }

  release(): void {
    this.#block?.release();
    this.#copy?.release();
    this.#block = this.#copy = this.#view = this.#strings = undefined;
    this.#range = this.#copyRange = undefined;
  }

  get #own(): Block {
    return (this.#block ??= this.#allocate(this.storage));
  }

  #copyAs(storage: Storage): Block {
    const copy = this.#allocate(storage);
    if (this.size === 0) return copy;
    const [from, to] = [this.storage, storage].map((type) => strided([this.size], type));
    try {
      const source = this.rangeAs(this.storage);
      reorder(this.#onednn, from, to).run({ source, destination: copy });
    } catch (error) {
      copy.release();
      throw error;
    }
    return copy;
  }

  #allocate(storage: Storage): Block {
    return this.#onednn.pool.allocate(this.size * storageBytes[storage], this.#shape);
  }

  #rangeIn({ address }: Block, storage: Storage): MemoryRange {
    return { address, bytes: this.size * storageBytes[storage] };
  }

  #makeView(): NumericValues {
    if (this.#storage === Storage.bf16) {
      this.rangeAs(Storage.f32);
      return (this.#copy as Block).floats(this.size);
    }
    if (this.#storage === Storage.f32) return this.#own.floats(this.size);
    if (this.#storage === Storage.s32) return this.#own.ints(this.size);
    return this.#own.byteValues(this.size);
  }
}
