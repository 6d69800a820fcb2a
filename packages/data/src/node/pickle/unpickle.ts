import { call, Global, knownGlobals, setState, textOf, Tuple } from './ndarray.js';
import { pickleError } from './pickle-error.js';

/** A place in the stack from which items are gathered. */
const mark = Symbol('mark');

const hex = (opcode: number) => `0x${opcode.toString(16).padStart(2, '0')}`;

/**
 * Reads a pickle of protocol 2, as Python 2 and 3 write it (Lib/pickletools.py of CPython), as far as dicts,
 * lists, tuples, texts, bytes, whole numbers and arrays of unsigned bytes go. It is data throughout: nothing
 * is imported, called or looked up beyond a list of five names, each of which has its own meaning here.
 * Dicts become Maps with texts for keys, str of Python 2 and bytes a Uint8Array.
 *
 * @throws DatasetError that names opcode and byte where anything else comes.
 */
export function unpickle(bytes: Uint8Array, path: string): unknown {
  return new Unpickler(bytes, path).load();
}

/** The largest file has some 155 MB and 250,000 opcodes. */
const [mostBytes, mostOpcodes] = [2 ** 28, 2 ** 20];

class Unpickler {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly path: string;
  readonly memo = new Map<number, unknown>();
  stack: unknown[] = [];
  /** Bytes that were made of texts: in all no more than the file has. */
  encoded = 0;
  at = 0;
  /** Where the opcode in progress stands. */
  start = 0;

  constructor(bytes: Uint8Array, path: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.path = path;
  }

  load(): unknown {
    if (this.bytes[0] !== 0x80) throw pickleError(this.path, 0, 'no protocol mark');
    if (this.bytes.length > mostBytes) throw pickleError(this.path, mostBytes, 'more than it has');
    for (let count = 0; ; count++) {
      if (count === mostOpcodes) throw this.refuse('more opcodes than it has');
      this.start = this.at;
      const opcode = this.byte();
      if (opcode === 0x2e) return this.pop(); // STOP
      this.run(opcode);
    }
  }

  run(opcode: number): void {
    const { stack } = this;
    switch (opcode) {
      case 0x80: // PROTO
        return this.protocol(this.byte());
      case 0x28: // MARK
        return void stack.push(mark);
      case 0x4e: // NONE
        return void stack.push(null);
      case 0x88: // NEWTRUE
        return void stack.push(true);
      case 0x89: // NEWFALSE
        return void stack.push(false);
      case 0x4b: // BININT1
        return void stack.push(this.byte());
      case 0x4d: // BININT2
        return void stack.push(this.view.getUint16(this.take(2), true));
      case 0x4a: // BININT
        return void stack.push(this.view.getInt32(this.take(4), true));
      case 0x55: // SHORT_BINSTRING
      case 0x43: // SHORT_BINBYTES
        return void stack.push(this.slice(this.byte()));
      case 0x54: // BINSTRING
      case 0x42: // BINBYTES
        return void stack.push(this.slice(this.length()));
      case 0x58: // BINUNICODE
        return void stack.push(this.text(this.length()));
      case 0x5d: // EMPTY_LIST
        return void stack.push([]);
      case 0x7d: // EMPTY_DICT
        return void stack.push(new Map());
      case 0x29: // EMPTY_TUPLE
        return void stack.push(new Tuple([]));
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return void stack.push(new Tuple(this.popMany(opcode - 0x84)));
      case 0x74: // TUPLE
        return void stack.push(new Tuple(this.popToMark()));
      case 0x61: // APPEND
        return this.append([this.pop()]);
      case 0x65: // APPENDS
        return this.append(this.popToMark());
      case 0x73: // SETITEM
        return this.setItems(this.popMany(2));
      case 0x75: // SETITEMS
        return this.setItems(this.popToMark());
      case 0x71: // BINPUT
        return void this.memo.set(this.byte(), this.top());
      case 0x72: // LONG_BINPUT
        return void this.memo.set(this.length(), this.top());
      case 0x68: // BINGET
        return this.get(this.byte());
      case 0x6a: // LONG_BINGET
        return this.get(this.length());
      case 0x63: // GLOBAL
        return this.global();
      case 0x52: // REDUCE
        return this.reduce();
      case 0x62: // BUILD
        return this.build();
      default:
        throw this.refuse(`the opcode ${hex(opcode)}`);
    }
  }

  protocol(version: number): void {
    if (version !== 2) throw this.refuse(`protocol ${version} in place of 2`);
  }

  append(items: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.refuse('an append to what is no list');
    for (const item of items) list.push(item);
  }

  setItems(items: readonly unknown[]): void {
    const dict = this.top();
    if (!(dict instanceof Map) || items.length % 2 !== 0) {
      throw this.refuse('items for what is no dict');
    }
    for (let i = 0; i < items.length; i += 2) {
      const key = textOf(items[i]);
      if (key === undefined) throw this.refuse('a key that is no text');
      dict.set(key, items[i + 1]);
    }
  }

  get(index: number): void {
    if (!this.memo.has(index)) throw this.refuse(`a reference to ${index}, which is not there,`);
    this.stack.push(this.memo.get(index));
  }

  global(): void {
    const [module, name] = [this.line(), this.line()];
    const known = knownGlobals.find((one) => one === `${module} ${name}`);
    if (!known) throw this.refuse(`the name '${module}.${name}', which is not loaded,`);
    this.stack.push(new Global(known));
  }

  reduce(): void {
    const [called, given] = this.popMany(2);
    const value =
      called instanceof Global && given instanceof Tuple
        ? call(called, given, this.bytes.length - this.encoded)
        : undefined;
    if (value === undefined) throw this.refuse('a call that is not made');
    if (value instanceof Uint8Array) this.encoded += value.length;
    this.stack.push(value);
  }

  build(): void {
    const state = this.pop();
    if (!setState(this.top(), state)) {
      throw this.refuse('a state that is none of a row-major array of unsigned bytes');
    }
  }

  top(): unknown {
    const value = this.stack.at(-1);
    if (this.stack.length === 0 || value === mark) throw this.refuse('an empty stack');
    return value;
  }

  pop(): unknown {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  popMany(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  popToMark(): unknown[] {
    const place = this.stack.lastIndexOf(mark);
    if (place < 0) throw this.refuse('items without a mark');
    const items = this.stack.splice(place);
    items.shift();
    return items;
  }

  byte(): number {
    return this.bytes[this.take(1)];
  }

  length(): number {
    return this.view.getUint32(this.take(4), true);
  }

  slice(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  text(length: number): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.slice(length));
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0 || end - this.at > 100) throw this.refuse('a name without an end');
    const text = Buffer.from(this.slice(end - this.at)).toString('latin1');
    this.at = end + 1;
    return text;
  }

  /** Goes on by some bytes, and gives where they begin. */
  take(length: number): number {
    const from = this.at;
    if (from + length > this.bytes.length) throw this.refuse('the end of the file too early,');
    this.at += length;
    return from;
  }

  refuse(what: string): Error {
    return pickleError(this.path, this.start, what);
  }
}
