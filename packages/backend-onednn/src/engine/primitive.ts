import type { Block } from '../memory/block.js';
import { checkStatus } from '../native/check-status.js';
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
  /** Name of the implementation that oneDNN chose, such as `jit:avx512_core`. */
  readonly implementation: string;
  readonly #onednn: Onednn;
  readonly #descriptor: PrimitiveDescriptor;
  readonly #handle: number;
  readonly #memories: number[] = [];
  readonly #addresses: number[] = [];
  readonly #arguments: Block;

  /** Takes charge of `descriptor`: the layouts that it chose live as long as the primitive. */
  constructor(onednn: Onednn, descriptor: PrimitiveDescriptor, args: readonly Argument[]) {
    this.#onednn = onednn;
    this.#descriptor = descriptor;
    this.implementation = descriptor.implementation;
    const { functions, dialect, engine, pool } = onednn;
    const handle = [0];
    checkStatus(functions.primitiveCreate(handle, descriptor.handle), 'create a primitive');
    this.#handle = handle[0];
    this.#arguments = pool.allocate(argumentBytes * args.length);
    const view = this.#arguments.dataView();
    args.forEach(([role, layout], i) => {
      withHandles(dialect, [layout], (described) =>
        checkStatus(functions.memoryCreate(handle, described, engine, 0), 'create a memory object'),
      );
      this.#memories.push(handle[0]);
      this.#addresses.push(0);
      view.setInt32(argumentBytes * i, numberOf(role, dialect.enums.postOperandBase), true);
      view.setBigUint64(argumentBytes * i + 8, BigInt(handle[0]), true);
    });
  }

  /** Runs on the blocks at `addresses`, in the order of the arguments; returns when it is done. */
  run(...addresses: readonly number[]): void {
    const { functions, dialect, stream, denormals } = this.#onednn;
    const memories = this.#memories;
    for (let i = 0; i < memories.length; i++) {
      if (this.#addresses[i] === addresses[i]) continue;
      dialect.functions.memorySetHandle(memories[i], addresses[i]);
      this.#addresses[i] = addresses[i];
    }
    denormals.flush();
    const status = functions.primitiveExecute(
      this.#handle,
      stream,
      memories.length,
      this.#arguments.address,
    );
    denormals.restore();
    checkStatus(status, `run a primitive (${this.implementation})`);
  }

  destroy(): void {
    const { functions } = this.#onednn;
    functions.primitiveDestroy(this.#handle);
    for (const memory of this.#memories) functions.memoryDestroy(memory);
    this.#descriptor.destroy();
    this.#arguments.release();
  }
}

/** `DNNL_ARG_*`; the operand of a binary post-operation is its second source. */
function numberOf(role: Role, postOperandBase: number): number {
  if (role in roles) return roles[role as keyof typeof roles];
  const index = Number(role.slice('operand'.length));
  return postOperandBase * (index + 1) + roles.source1;
}
