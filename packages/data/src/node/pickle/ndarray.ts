/** A function or class that a pickle may name. Nothing is ever imported: these stand for themselves. */
export const knownGlobals = [
  'numpy.core.multiarray _reconstruct',
  'numpy._core.multiarray _reconstruct',
  'numpy ndarray',
  'numpy dtype',
  '_codecs encode',
] as const;

/** The name of a function or class. */
export class Global {
  readonly name: (typeof knownGlobals)[number];

  constructor(name: (typeof knownGlobals)[number]) {
    this.name = name;
  }
}

/** The element type of an array, such as 'u1'. */
class Dtype {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** An array of numpy: row-major unsigned bytes; without shape and bytes until its state is set. */
export class NdArray {
  shape: readonly number[] = [];
  bytes: Uint8Array = new Uint8Array(0);
}

/** A tuple: it cannot be appended to. */
export class Tuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** Longer texts than that are no names. */
const longest = 1000;

/** A name, of what Python has as str or bytes; undefined where it is neither, or too long. */
export function textOf(value: unknown): string | undefined {
  const isText = typeof value === 'string' || value instanceof Uint8Array;
  if (!isText || value.length > longest) return undefined;
  return typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
}

/**
 * What calling a global gives; undefined where it is refused.
 *
 * @param mostBytes that may be made of a text
 */
export function call({ name }: Global, { items }: Tuple, mostBytes: number): unknown {
  if (name.endsWith('_reconstruct')) {
    const [type, shape] = items;
    const isArray = type instanceof Global && type.name === 'numpy ndarray';
    if (isArray && shape instanceof Tuple) return new NdArray();
  }
  if (name === 'numpy dtype') {
    const code = textOf(items[0]);
    if (code !== undefined) return new Dtype(code);
  }
  if (name === '_codecs encode') {
    const [text, encoding] = items;
    // how Python 3 writes bytes in protocol 2
    const isLatin = typeof text === 'string' && textOf(encoding) === 'latin1';
    if (isLatin && text.length <= mostBytes && !/[^\0-\xff]/.test(text))
      return Buffer.from(text, 'latin1');
  }
  return undefined;
}

/** Sets the state of an array or element type; returns whether it is one that is read. */
export function setState(target: unknown, state: unknown): boolean {
  if (!(state instanceof Tuple)) return false;
  if (target instanceof Dtype) return true; // byte order and the like, which a byte does not have
  if (!(target instanceof NdArray)) return false;
  if (state.items.length !== 5) return false;
  const [, shape, dtype, fortran, bytes] = state.items;
  if (!(shape instanceof Tuple) || !(bytes instanceof Uint8Array) || fortran !== false)
    return false;
  if (!(dtype instanceof Dtype) || dtype.code !== 'u1') return false;
  const extents = shape.items;
  if (!extents.every((extent) => Number.isSafeInteger(extent) && (extent as number) >= 0)) {
    return false;
  }
  target.shape = extents as number[];
  target.bytes = bytes;
  return target.shape.reduce((product, extent) => product * extent, 1) === bytes.length;
}
