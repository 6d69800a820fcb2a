import type { OnednnLibrary, SharedObject, Version } from '../src/native/library.js';

/** A call into the library: its arguments, handles replaced by what they stand for. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

const objectOf: Readonly<Record<string, string>> = {
  engine: 'engine',
  fromEngine: 'engine',
  toEngine: 'engine',
  stream: 'stream',
  attr: 'attr',
  ops: 'ops',
  hint: 'pd',
  pd: 'pd',
  memory: 'memory',
  primitive: 'primitive',
};

/** `dnnl_unimplemented`. */
const unimplemented = 3;

/** Addresses of data, not handles. */
const addresses = ['handle', 'args'];

/** Handles that may be absent. */
const optional = ['attr', 'bias', 'diffBias'];

/** 2.x makes all primitive descriptors with one function, the forward ones without a hint. */
const optional2 = [...optional, 'hint'];

/**
 * A double of the oneDNN library that computes nothing. It knows the C declarations that are bound to
 * it, throws at a call that does not keep to them (number and types of arguments, handles of the
 * wrong kind or of something destroyed), and notes every call and what is still alive.
 */
export class RecordingLibrary implements OnednnLibrary {
  readonly path = 'a recording double';
  readonly threading = 'openmp';
  readonly calls: Call[] = [];
  readonly version: Version;
  readonly handle: SharedObject = { func: (declaration) => this.#bind(declaration) };
  /** Names of the functions that were bound. */
  readonly bound = new Set<string>();
  /** Names of functions that answer `dnnl_unimplemented`. */
  readonly refused = new Set<string>();
  /** Kind and description of each living object. */
  readonly #living = new Map<number, { kind: string; label: string; owner?: number }>();
  #next = 1000;

  constructor(version: Version) {
    this.version = version;
  }

  /** Arguments of every call of one function, in order. */
  argsOf(name: string): readonly (readonly unknown[])[] {
    return this.calls.filter((call) => call.name === name).map(({ args }) => args);
  }

  /** Descriptions of what was made and not destroyed, but for engine and stream. */
  get living(): string[] {
    const objects = [...this.#living.values()].filter(({ owner }) => owner === undefined);
    return objects.filter(({ kind }) => !['engine', 'stream'].includes(kind)).map((o) => o.label);
  }

  #bind(declaration: string): (...args: unknown[]) => unknown {
    const match = /^(.+?)(\w+)\((.*)\)$/.exec(declaration);
    if (!match) throw new Error(`Not a declaration: ${declaration}`);
    const [, , name, list] = match;
    this.bound.add(name);
    const parameters = list === '' ? [] : list.split(', ').map((text) => new Parameter(text));
    return (...args) => {
      if (args.length !== parameters.length) {
        throw new Error(`${name} takes ${parameters.length} arguments, not ${args.length}.`);
      }
      const noted = parameters.map((parameter, i) => this.#note(name, parameter, args[i]));
      this.calls.push({ name, args: noted });
      if (this.refused.has(name)) return unimplemented;
      return this.#answer(name, parameters, args, noted);
    };
  }

  #note(name: string, { type, name: parameter }: Parameter, arg: unknown): unknown {
    const fail = (): never => {
      throw new Error(`${name}: ${String(arg)} is no ${type} for ${parameter}.`);
    };
    if (type.startsWith('_Out_')) return Array.isArray(arg) ? 'out' : fail();
    if (type === 'const int64_t *')
      return arg instanceof BigInt64Array ? [...arg].map(Number) : fail();
    if (type === 'void *' || type === 'const void *')
      return arg instanceof Uint8Array ? 'struct' : fail();
    if (typeof arg !== 'number') return fail();
    if (type === 'float') return Math.fround(arg);
    if (!Number.isSafeInteger(arg)) return fail();
    if (type !== 'uint64_t') return arg;
    if (addresses.includes(parameter)) return 'address';
    const mayBeAbsent = this.version.major < 3 ? optional2 : optional;
    if (arg === 0 && mayBeAbsent.includes(parameter)) return 'none';
    // 2.x's memory descriptors are structs at an address that the caller chose
    if (this.version.major < 3 && !(parameter in objectOf)) return 'struct';
    const object = this.#living.get(arg);
    return object?.kind === (objectOf[parameter] ?? 'md') ? object.label : fail();
  }

  #answer(
    name: string,
    parameters: readonly Parameter[],
    args: readonly unknown[],
    noted: readonly unknown[],
  ): unknown {
    if (name === 'dnnl_memory_desc_get_size') return 256;
    if (name === 'dnnl_primitive_desc_query') {
      (args[3] as string[])[0] = 'jit:double';
      return 0;
    }
    if (name === 'dnnl_primitive_desc_query_md') {
      return this.#make('md', `query ${String(args[1])} of ${String(noted[0])}`, args[0] as number);
    }
    if (name.endsWith('_destroy')) this.#destroy(args[0] as number);
    if (parameters[0]?.type.startsWith('_Out_')) {
      const kind = parameters[0].name;
      const label = kind === 'md' ? noted.slice(2).join(' ') : `${kind} by ${name}`;
      (args[0] as number[])[0] = this.#make(kind, label);
    }
    return 0;
  }

  #make(kind: string, label: string, owner?: number): number {
    const handle = this.#next++;
    this.#living.set(handle, { kind, label, ...(owner !== undefined && { owner }) });
    return handle;
  }

  #destroy(handle: number): void {
    this.#living.delete(handle);
    for (const [other, { owner }] of this.#living) {
      if (owner === handle) this.#living.delete(other);
    }
  }
}

/** `const int64_t * dims` as type and name. */
class Parameter {
  readonly type: string;
  readonly name: string;

  constructor(text: string) {
    const at = text.search(/\w+$/);
    this.type = text.slice(0, at).trim();
    this.name = text.slice(at);
  }
}
