import type { Block } from '../memory/block.js';
import type { MemoryRange, Place, Stored } from '../memory/memory-range.js';
import { checkStatus } from '../native/check-status.js';
import type { Storage } from '../portable/storage.js';
import { bytesOf } from './descriptor.js';
import type { Descriptor } from './descriptor.js';
import { roles } from './enums.js';
import type { Role } from './enums.js';
import { withHandles } from './handles.js';
import type { Onednn } from './onednn.js';
import type { PrimitiveDescriptor } from './primitive-descriptor.js';

/** How each argument of a primitive lies in memory; undefined for one that it goes without. */
type Layouts = { readonly [role in Role]?: Descriptor | undefined };

/** The layouts of arguments that are always there, and of some that may not be. */
export type Takes<Always extends Role, Sometimes extends Role = never> = Readonly<
  Record<Always, Descriptor> & Record<Sometimes, Descriptor | undefined>
>;

/** What each argument is read from or written to. */
type PlacesFor<L extends Layouts> = {
  readonly [role in keyof L as undefined extends L[role] ? never : role]: Place;
} & {
  readonly [role in keyof L as undefined extends L[role] ? role : never]?: Place | undefined;
};

/** What `run` is given, whatever the operation. */
type Given = { readonly [role in Role]?: Place | undefined };

interface Argument {
  readonly role: Role;
  /** How many bytes it reads or writes. */
  readonly bytes: number;
  /** How its elements are stored; undefined where the library chose the layout. */
  readonly storage: Storage | undefined;
  readonly isWritten: boolean;
  /** The library's memory object. */
  readonly memory: number;
  /** Where that points. */
  address: number;
}

const argumentBytes = 16;

/**
 * A compiled operation with its arguments prepared: the memory objects and the argument array are
 * made once, and only addresses that changed are set before each run.
 */
export class Primitive<L extends Layouts = Layouts> {
  /** What it computes, in words. */
  readonly operation: string;
  /** Name of the implementation that oneDNN chose, such as `jit:avx512_core`. */
  readonly implementation: string;
  readonly #onednn: Onednn;
  readonly #descriptor: PrimitiveDescriptor;
  readonly #arguments: Argument[] = [];
  /** The library's array of the arguments. */
  #array: Block | undefined;
  #arrayAddress = 0;
  #handle = 0;
  #destroyed = false;

  /**
   * Takes charge of `descriptor`: the layouts that it chose live as long as the primitive.
   *
   * @param layouts how each argument lies in memory
   */
  constructor(onednn: Onednn, descriptor: PrimitiveDescriptor, layouts: L) {
    this.#onednn = onednn;
    this.#descriptor = descriptor;
    this.operation = descriptor.operation;
    this.implementation = descriptor.implementation;
    const { functions, pool, threads } = onednn;
    const given = (Object.entries(layouts) as [Role, Descriptor | undefined][]).filter(
      (entry): entry is [Role, Descriptor] => entry[1] !== undefined,
    );
    const isGradient = given.some(([role]) => role === 'diffDestination');
    const handle = [0];
    try {
      threads.use(descriptor.threads);
      checkStatus(functions.primitiveCreate(handle, descriptor.handle), 'create a primitive');
      this.#handle = handle[0];
      this.#array = pool.allocate(argumentBytes * given.length);
      this.#arrayAddress = this.#array.address;
      const view = this.#array.dataView();
      given.forEach(([role, layout], i) => {
        const argument = this.#prepare(role, layout, isGradient);
        this.#arguments.push(argument);
        const { postOperandBase } = onednn.dialect.enums;
        view.setInt32(argumentBytes * i, numberOf(role, postOperandBase), true);
        view.setBigUint64(argumentBytes * i + 8, BigInt(argument.memory), true);
      });
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  /**
   * Runs on the memory or the tensors at `places`; returns when it is done. Tensors are read in the storage
   * that the primitive was made for, and must be stored so where they are written.
   *
   * @throws Error when an argument is missing, or one was given that the primitive has not; RangeError when
   * one is too short: nothing was run then
   */
  run(places: PlacesFor<L>): void {
    const { functions, dialect, stream, denormals, threads } = this.#onednn;
    const given = places as Given;
    const args = this.#arguments;
    if (this.#destroyed || countOf(given) !== args.length) this.#refuse(given);
    for (const argument of args) {
      const place = given[argument.role];
      if (place === undefined) this.#refuse(given);
      const { address, bytes } = 'address' in place ? place : this.#rangeOf(place, argument);
      if (!(bytes >= argument.bytes)) this.#refuseBytes(argument, bytes);
      if (argument.address === address) continue;
      const status = dialect.functions.memorySetHandle(argument.memory, address);
      if (status !== 0) checkStatus(status, `set the ${argument.role} of a ${this.operation}`);
      argument.address = address;
    }
    threads.use(this.#descriptor.threads);
    denormals.flush();
    const status = functions.primitiveExecute(
      this.#handle,
      stream,
      args.length,
      this.#arrayAddress,
    );
    denormals.restore();
    checkStatus(status, `run a ${this.operation} (${this.implementation})`);
  }

  #prepare(role: Role, layout: Descriptor, isGradient: boolean): Argument {
    const { functions, dialect, engine } = this.#onednn;
    const handle = [0];
    withHandles(dialect, [layout], (described) =>
      checkStatus(functions.memoryCreate(handle, described, engine, 0), 'create a memory object'),
    );
    const [memory] = handle;
    const storage = 'storage' in layout ? layout.storage : undefined;
    const isWritten = (isGradient ? writtenBackwards : writtenForwards).has(role);
    return { role, bytes: bytesOf(layout), storage, isWritten, memory, address: 0 };
  }

  /** Where a tensor lies in the storage that is wanted. */
  #rangeOf(tensor: Stored, { role, storage, isWritten }: Argument): MemoryRange {
    if (storage === undefined || (isWritten && storage !== tensor.storage)) {
      throw new Error(
        `${this.#name} has its ${role} in another storage or layout than the tensor given for it.`,
      );
    }
    return tensor.rangeAs(storage);
  }

  get #name(): string {
    return `The oneDNN primitive '${this.operation}' (${this.implementation})`;
  }

  /** Each argument with the bytes that it takes. */
  get #wanted(): string {
    return this.#arguments.map(({ role, bytes }) => `${role} (${bytes} bytes)`).join(', ');
  }

  /** Says why `run` cannot have its arguments. */
  #refuse(places: Given): never {
    if (this.#destroyed) throw new Error(`${this.#name} was destroyed and cannot run.`);
    const given = Object.entries(places).flatMap(([role, place]) => (place ? [role] : []));
    throw new Error(`${this.#name} takes ${this.#wanted}, but was given ${given.join(', ')}.`);
  }

  #refuseBytes({ role, bytes }: Argument, given: number): never {
    throw new RangeError(
      `${this.#name} needs ${bytes} bytes for its ${role}, but was given ${given}. It takes ${this.#wanted}.`,
    );
  }

  /** Ends the primitive; destroying it again does nothing. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    const { functions } = this.#onednn;
    if (this.#handle !== 0) functions.primitiveDestroy(this.#handle);
    for (const { memory } of this.#arguments) functions.memoryDestroy(memory);
    this.#descriptor.destroy();
    this.#array?.release();
  }
}

const writtenForwards: ReadonlySet<Role> = new Set<Role>([
  ...(['destination', 'mean', 'variance', 'workspace'] as const),
]);
const writtenBackwards: ReadonlySet<Role> = new Set<Role>([
  ...(['diffSource', 'diffWeights', 'diffBias', 'diffScale', 'diffShift'] as const),
]);

/** How many arguments are given. */
function countOf(places: Given): number {
  let count = 0;
  for (const role in places) if (places[role as Role] !== undefined) count++;
  return count;
}

/** `DNNL_ARG_*`; the operand of a binary post-operation is its second source. */
function numberOf(role: Role, postOperandBase: number): number {
  if (role in roles) return roles[role as keyof typeof roles];
  const index = Number(role.slice('operand'.length));
  return postOperandBase * (index + 1) + roles.source1;
}
