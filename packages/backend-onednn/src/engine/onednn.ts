import { MemoryPool } from '../memory/memory-pool.js';
import { checkStatus } from '../native/check-status.js';
import { denormalSwitch } from '../native/denormals.js';
import type { DenormalSwitch } from '../native/denormals.js';
import { bindFunctions } from '../native/functions.js';
import type { NativeFunctions } from '../native/functions.js';
import { loadLibC } from '../native/libc.js';
import type { LibC } from '../native/libc.js';
import { openLibrary } from '../native/library.js';
import type { OnednnLibrary } from '../native/library.js';
import { defaultThreads, threadControl } from '../native/threads.js';
import type { ThreadControl } from '../native/threads.js';
import { PrimitiveCache } from '../portable/primitive-cache.js';
import { dialectOf } from './dialect.js';
import type { Dialect } from './dialect.js';
import type { Grain } from './grain.js';
import { Operations } from './operations.js';
import { Threads } from './threads.js';

const cpuEngine = 1;
const inOrder = 1;

/** Of how many numbers of threads the primitives are kept besides those in use. */
const mostSetAside = 3;

/** The library at work: one engine, one stream, the memory pool and the compiled primitives. */
export class Onednn {
  readonly library: OnednnLibrary;
  readonly functions: NativeFunctions;
  readonly dialect: Dialect;
  readonly operations: Operations;
  readonly libc: LibC;
  readonly engine: number;
  readonly stream: number;
  readonly pool: MemoryPool;
  readonly denormals: DenormalSwitch;
  readonly #control: ThreadControl;
  #threads: Threads;
  /** What was compiled for the threads that are in use. */
  primitives = new PrimitiveCache();
  /** What was compiled for others, by their `key`, the latest last. */
  readonly #setAside = new Map<string, PrimitiveCache>();

  /** @throws OnednnUnavailableError when the library cannot be used here */
  constructor(library: OnednnLibrary = openLibrary()) {
    this.library = library;
    this.functions = bindFunctions(library);
    this.libc = loadLibC();
    this.#control = threadControl(library);
    this.#threads = new Threads(this.#control, defaultThreads(library), 'medium');
    this.denormals = denormalSwitch();
    this.pool = new MemoryPool(this.libc);
    const handle = [0];
    checkStatus(this.functions.engineCreate(handle, cpuEngine, 0), 'create a CPU engine');
    this.engine = handle[0];
    checkStatus(this.functions.streamCreate(handle, this.engine, inOrder), 'create a stream');
    this.stream = handle[0];
    this.dialect = dialectOf(library, this.libc, this.stream);
    this.operations = new Operations(this.functions, this.dialect, this.engine, this);
  }

  /** On how many threads operations run. */
  get threads(): Threads {
    return this.#threads;
  }

  /**
   * What was compiled for other threads is set aside, and found again when they come back; no kernel may be
   * running.
   */
  splitOver(most: number, grain: Grain): void {
    const { key } = this.#threads;
    const threads = new Threads(this.#control, most, grain);
    if (threads.key === key) return;
    this.#setAside.set(key, this.primitives);
    this.primitives = this.#setAside.get(threads.key) ?? new PrimitiveCache();
    this.#setAside.delete(threads.key);
    this.#threads = threads;
    const [oldest] = this.#setAside.keys();
    if (this.#setAside.size > mostSetAside) this.#forget(oldest);
  }

  /** Destroys all compiled primitives; no kernel may be running. */
  clear(): void {
    this.primitives.clear();
    for (const key of [...this.#setAside.keys()]) this.#forget(key);
  }

  #forget(key: string): void {
    this.#setAside.get(key)?.clear();
    this.#setAside.delete(key);
  }
}
