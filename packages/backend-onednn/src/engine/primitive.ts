import type { Block } from '../memory/block.js';
import type { MemoryRange } from '../memory/memory-range.js';
import { checkStatus } from '../native/check-status.js';
import { bytesOf } from './descriptor.js';
import type { Descriptor } from './descriptor.js';
import { roles } from './enums.js';
import type { Role } from './enums.js';
import { withHandles } from './handles.js';
import type { Onednn } from './onednn.js';
import type { PrimitiveDescriptor } from './primitive-descriptor.js';

/** One argument of a primitive: its role and its layout. */
export type Argument = readonly [role: Role, descriptor: Descriptor];

const argumentBytes = 16;

/**
 * A compiled operation with its arguments prepared: the memory objects and the argument array are
 * made once, and only addresses that changed are set before each run.
 */
export class Primitive {
  /** What it computes, in words. */
  readonly operation: string;
  /** Name of the implementation that oneDNN chose, such as `jit:avx512_core`. */
  readonly implementation: string;
  readonly #onednn: Onednn;
  readonly #descriptor: PrimitiveDescriptor;
  readonly #roles: readonly Role[];
  /** How many bytes each argument reads or writes. */
  readonly #bytes: readonly number[];
  #handle = 0;
  readonly #memories: number[] = [];
  readonly #addresses: number[] = [];
  #arguments: Block | undefined;
  #argumentsAddress = 0;
  #destroyed = false;

  /** Takes charge of `descriptor`: the layouts that it chose live as long as the primitive. */
  constructor(onednn: Onednn, descriptor: PrimitiveDescriptor, args: readonly Argument[]) {
    this.#onednn = onednn;
    this.#descriptor = descriptor;
    this.operation = descriptor.operation;
    this.implementation = descriptor.implementation;
    this.#roles = args.map(([role]) => role);
    this.#bytes = args.map(([, layout]) => bytesOf(layout));
    const { functions, dialect, engine, pool, threads } = onednn;
    const handle = [0];
    try {
      threads.use(descriptor.threads);
      checkStatus(functions.primitiveCreate(handle, descriptor.handle), 'create a primitive');
      this.#handle = handle[0];
      this.#arguments = pool.allocate(argumentBytes * args.length);
      this.#argumentsAddress = this.#arguments.address;
      const view = this.#arguments.dataView();
      args.forEach(([role, layout], i) => {
        withHandles(dialect, [layout], (described) =>
          checkStatus(
            functions.memoryCreate(handle, described, engine, 0),
            'create a memory object',
          ),
        );
        this.#memories.push(handle[0]);
        this.#addresses.push(0);
        view.setInt32(argumentBytes * i, numberOf(role, dialect.enums.postOperandBase), true);
        view.setBigUint64(argumentBytes * i + 8, BigInt(handle[0]), true);
      });
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  /**
   * Runs on the memory at `ranges`, in the order of the arguments; returns when it is done.
   *
   * @throws Error when there are more or fewer ranges than arguments, or one is too short: nothing was
   * run then
   */
  run(...ranges: readonly MemoryRange[]): void {
    const { functions, dialect, stream, denormals, threads } = this.#onednn;
    const memories = this.#memories;
    if (this.#destroyed || ranges.length !== memories.length) this.#refuse(ranges);
    for (let i = 0; i < memories.length; i++) {
      const { address, bytes } = ranges[i];
      if (!(bytes >= this.#bytes[i])) this.#refuse(ranges);
      if (this.#addresses[i] === address) continue;
      const status = dialect.functions.memorySetHandle(memories[i], address);
      if (status !== 0) checkStatus(status, `set the ${this.#roles[i]} of a ${this.operation}`);
      this.#addresses[i] = address;
    }
    threads.use(this.#descriptor.threads);
    denormals.flush();
    const status = functions.primitiveExecute(
      this.#handle,
      stream,
      memories.length,
      this.#argumentsAddress,
    );
    denormals.restore();
    checkStatus(status, `run a ${this.operation} (${this.implementation})`);
  }

  /** Says why `run` cannot have its arguments. */
  #refuse(ranges: readonly MemoryRange[]): never {
    const name = `The oneDNN primitive '${this.operation}' (${this.implementation})`;
    if (this.#destroyed) throw new Error(`${name} was destroyed and cannot run.`);
    const wanted = this.#roles.map((role, i) => `${role} (${this.#bytes[i]} bytes)`).join(', ');
    if (ranges.length !== this.#roles.length) {
      throw new Error(
        `${name} takes ${this.#roles.length} arguments, not ${ranges.length}: ${wanted}.`,
      );
    }
    const i = ranges.findIndex(({ bytes }, k) => !(bytes >= this.#bytes[k]));
    throw new RangeError(
      `${name} needs ${this.#bytes[i]} bytes for its argument ${i}, ${this.#roles[i]}, but was given ` +
        `${ranges[i].bytes}. It takes ${wanted}.`,
    );
  }

  /** Ends the primitive; destroying it again does nothing. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    const { functions } = this.#onednn;
    if (this.#handle !== 0) functions.primitiveDestroy(this.#handle);
    for (const memory of this.#memories) functions.memoryDestroy(memory);
    this.#descriptor.destroy();
    this.#arguments?.release();
  }
}

/** `DNNL_ARG_*`; the operand of a binary post-operation is its second source. */
function numberOf(role: Role, postOperandBase: number): number {
  if (role in roles) return roles[role as keyof typeof roles];
  const index = Number(role.slice('operand'.length));
  return postOperandBase * (index + 1) + roles.source1;
}
