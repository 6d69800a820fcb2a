import type { DenormalSwitch } from '../native/denormals.js';
import { denormalSwitch } from '../native/denormals.js';
import { checkStatus } from '../native/check-status.js';
import { bindFunctions } from '../native/functions.js';
import type { NativeFunctions } from '../native/functions.js';
import { loadLibC } from '../native/libc.js';
import type { LibC } from '../native/libc.js';
import { openLibrary } from '../native/library.js';
import type { OnednnLibrary } from '../native/library.js';
import { threadControl } from '../native/threads.js';
import type { ThreadControl } from '../native/threads.js';
import { MemoryPool } from '../memory/memory-pool.js';
import { dialectOf } from './dialect.js';
import type { Dialect } from './dialect.js';
import { Operations } from './operations.js';
import { PrimitiveCache } from './primitive-cache.js';

const cpuEngine = 1;
const inOrder = 1;

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
  readonly primitives = new PrimitiveCache();
  readonly denormals: DenormalSwitch;
  readonly threads: ThreadControl;

  /** @throws OnednnUnavailableError when the library cannot be used here */
  constructor(library: OnednnLibrary = openLibrary()) {
    this.library = library;
    this.functions = bindFunctions(library);
    this.libc = loadLibC();
    this.threads = threadControl(library);
    this.denormals = denormalSwitch();
    this.pool = new MemoryPool(this.libc);
    const handle = [0];
    checkStatus(this.functions.engineCreate(handle, cpuEngine, 0), 'create a CPU engine');
    this.engine = handle[0];
    checkStatus(this.functions.streamCreate(handle, this.engine, inOrder), 'create a stream');
    this.stream = handle[0];
    this.dialect = dialectOf(library, this.libc, this.stream);
    this.operations = new Operations(this.functions, this.dialect, this.engine);
  }
}
