import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { processorsLeft } from './engine/fair-share.js';
import { checkGrain } from './engine/grain.js';
import type { Grain } from './engine/grain.js';
import { Onednn } from './engine/onednn.js';
import { Fallbacks } from './kernel-support/fallbacks.js';
import { TensorData } from './memory/tensor-data.js';
import { requireBf16 } from './native/require-bf16.js';
import { defaultThreads, processorsAllowed } from './native/threads.js';
import { KernelScope } from './portable/kernel-scope.js';
import { Storage } from './portable/storage.js';

/** The key under which tfjs knows a tensor's data. */
export type DataId = TensorInfo['dataId'];

/** In which precision networks are computed. */
export type Precision = 'f32' | 'bf16';

/** A kernel's fresh result: what tfjs is told, and where the elements go. */
export interface Output extends TensorInfo {
  readonly data: TensorData;
}

/** `tf.memory()` on this backend, besides tfjs's own counts. */
export interface OnednnMemory {
  readonly unreliable: boolean;
  readonly reasons: string[];
  /** Native memory that tensors hold; sizes are rounded up. */
  readonly usedBytes: number;
  /** The most that they held at once. */
  readonly peakUsedBytes: number;
  /** Native memory taken from the system, idle blocks included. */
  readonly reservedBytes: number;
}

/** A backend stores more than the base class declares; see `TensorData`. */
interface DataStore {
  get(id: DataId): TensorData;
  set(id: DataId, data: TensorData): void;
  has(id: DataId): boolean;
  delete(id: DataId): boolean;
}

/** The share of the processors from which on they count as free. */
const free = 0.85;

let nextId = 0;

/**
 * Runs TensorFlow.js kernels on oneDNN. It is a `cpu` backend whose tensors live in native memory, so
 * that every kernel of `cpu` works on it unchanged; the kernels of this package replace the slow ones.
 */
export class OnednnBackend extends MathBackendCPU {
  readonly onednn: Onednn;
  /** Which kernels ran on the code of the `cpu` backend. */
  readonly fallbacks = new Fallbacks();
  #precision: Precision = 'f32';
  readonly #scope = new KernelScope(
    (id) => this.disposeData(id),
    () => this.onednn.primitives.sweep(),
  );

  /** @throws OnednnUnavailableError when the library cannot be used here */
  constructor() {
    super();
    this.onednn = new Onednn();
  }

  /**
   * The most memory that the whole process may hold: tensors, heaps and libraries, those of other threads
   * with a backend of their own too. Nine tenths of what the machine or the container has by default.
   */
  get memoryLimitBytes(): number {
    return this.onednn.pool.limitBytes;
  }

  set memoryLimitBytes(bytes: number) {
    if (!(bytes > 0))
      throw new RangeError(`The memory limit must be positive, not ${bytes} bytes.`);
    this.onednn.pool.limitBytes = bytes;
  }

  /** What tensors could take besides what they hold, in bytes; asks the system. */
  get availableBytes(): number {
    return this.onednn.pool.availableBytes;
  }

  /**
   * The most threads that an operation is split over. By default `OMP_NUM_THREADS`, or as many processors
   * as the process may use. The bits of results repeat at the same number and `grain`.
   */
  get threads(): number {
    return this.onednn.threads.most;
  }

  set threads(count: number) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`The number of threads must be a positive integer, not ${count}.`);
    }
    this.onednn.splitOver(count, this.grain);
  }

  /**
   * How finely operations are split over threads: 'medium' by default, from about a millisecond of work on.
   * 'fine', from 30 microseconds on, is quicker on cores that have nothing else to do, and several times
   * slower on others; 'coarse', from 4 milliseconds on, leaves all but large operations whole.
   */
  get grain(): Grain {
    return this.onednn.threads.grain;
  }

  set grain(grain: Grain) {
    checkGrain(grain);
    this.onednn.splitOver(this.threads, grain);
  }

  /**
   * Chooses `threads` and `grain` by what else the machine does now, measured for 25 ms: all threads and a fine
   * grain where the processors are free, else as many threads as are left. Bits repeat no longer, so it is called
   * only where they need not, between steps.
   *
   * @param most the most threads to use; what `threads` is by default
   * @returns how many of `most` processors others leave
   */
  adapt(most: number = defaultThreads(this.onednn.library)): number {
    const left = processorsLeft(this.onednn, most);
    const threads = Math.max(1, Math.round(left));
    const all = Math.min(most, processorsAllowed());
    this.onednn.splitOver(threads, left > free * all ? 'fine' : 'medium');
    return left;
  }

  /**
   * In which precision networks are computed; 'f32' by default. With 'bf16' convolutions, matrix
   * products and what lies between them store activations and their gradients as bf16 and use the
   * processor's matrix units; parameters and their gradients, the statistics of norms, reductions and
   * losses stay f32. Tensors keep the storage that they were made in.
   *
   * @throws OnednnUnavailableError when the processor has no bf16 arithmetic
   */
  get precision(): Precision {
    return this.#precision;
  }

  set precision(precision: Precision) {
    if (precision === 'bf16') requireBf16(this.onednn.library);
    this.#precision = precision;
  }

  /** How kernels that compute activations store them. */
  get activationStorage(): Storage {
    return this.#precision === 'bf16' ? Storage.bf16 : Storage.f32;
  }

  /** How many bytes the elements of a tensor take. */
  storedBytes(tensor: TensorInfo): number {
    return this.dataOf(tensor).bytes;
  }

  /** The data of a tensor; moved here first where it lives on another backend. */
  dataOf(tensor: TensorInfo): TensorData {
    return this.#storage.get(tensor.dataId);
  }

  /** A new tensor, its elements not set; stored as its dtype is by default. */
  output(shape: number[], dtype: DataType = 'float32', storage?: Storage): Output {
    const dataId = this.#newId();
    const data = new TensorData(this.onednn, dtype, shape, storage);
    this.#storage.set(dataId, data);
    this.#scope.hold(dataId);
    return { dataId, shape, dtype, data };
  }

  /** A new tensor of the same shape and dtype, stored in the same way; its elements not set. */
  outputLike(tensor: TensorInfo): Output {
    return this.output(tensor.shape, tensor.dtype, this.dataOf(tensor).storage);
  }

  /** A new tensor of one float. */
  scalar(value: number): Output {
    const y = this.output([]);
    y.data.numbers[0] = value;
    return y;
  }

  /** Another tensor upon the same data. */
  alias(tensor: TensorInfo, shape: number[] = tensor.shape): TensorInfo {
    this.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  override incRef(dataId: DataId): void {
    super.incRef(dataId);
    this.#scope.hold(dataId);
  }

  /** Runs a kernel; should it fail, whatever it made by then is disposed of. */
  runKernel<Call, Result>(kernel: (call: Call) => Result, call: Call): Result {
    return this.#scope.run(kernel, call);
  }

  /** Takes over new values; they are copied to native memory when a kernel first needs them there. */
  override write(
    values: backend_util.BackendValues | undefined,
    shape: number[],
    dtype: DataType,
  ): DataId {
    const dataId = this.#newId();
    const size = util.sizeFromShape(shape);
    // the cpu kernels hand over values of other sizes than they say
    const held = values && values.length !== size ? [values.length] : shape;
    const data = new TensorData(this.onednn, dtype, held);
    data.values = values;
    this.#storage.set(dataId, data);
    this.#scope.hold(dataId);
    return dataId;
  }

  /** Takes over the values of a tensor of another backend. */
  override move(
    dataId: DataId,
    values: backend_util.BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const data = new TensorData(this.onednn, dtype, shape);
    if (dtype === 'complex64') {
      const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
      data.complexTensorInfos = {
        real: this.makeTensorInfo(shape, 'float32', real),
        imag: this.makeTensorInfo(shape, 'float32', imag),
      };
      // a kernel may move a tensor here, but does not own it
      for (const part of Object.values(data.complexTensorInfos)) this.#scope.give(part.dataId);
    } else data.values = values;
    data.refCount = refCount;
    this.#storage.set(dataId, data);
  }

  /** A copy of the elements. */
  override readSync(dataId: DataId): backend_util.BackendValues {
    const data = this.#storage.get(dataId);
    if (data.dtype === 'complex64') return super.readSync(dataId);
    if (data.dtype === 'string') return data.values as Uint8Array[];
    return data.numbers.slice();
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.#storage.has(dataId)) return true;
    const data = this.#storage.get(dataId);
    data.refCount--;
    this.#scope.give(dataId);
    if (!force && data.refCount > 0) return false;
    if (data.complexTensorInfos) {
      this.disposeData(data.complexTensorInfos.real.dataId, true);
      this.disposeData(data.complexTensorInfos.imag.dataId, true);
    }
    data.release();
    this.#storage.delete(dataId);
    return true;
  }

  /** Native memory in use; part of `tf.memory()`. */
  override memory(): OnednnMemory {
    const { usedBytes, peakUsedBytes, reservedBytes } = this.onednn.pool;
    return { unreliable: false, reasons: [], usedBytes, peakUsedBytes, reservedBytes };
  }

  /** Gives back all memory that no tensor holds; the rest follows as tensors are disposed of. */
  override dispose(): void {
    this.onednn.clear();
    this.onednn.pool.close();
  }

  get #storage(): DataStore {
    return this.data as unknown as DataStore;
  }

  #newId(): DataId {
    return { id: nextId++ };
  }
}
