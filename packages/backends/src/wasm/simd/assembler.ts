/** WebAssembly code as bytes. */
export type Code = readonly number[];

/** An unsigned integer in LEB128, as WebAssembly encodes sizes and indices. */
function unsigned(n: number): number[] {
  const low = n & 0x7f;
  const rest = n >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

/** A signed integer in LEB128, as WebAssembly encodes constants. */
function signed(n: number): number[] {
  const low = n & 0x7f;
  const rest = n >> 7;
  const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return done ? [low] : [low | 0x80, ...signed(rest)];
}

const withLength = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: Code): number[] => [id, ...withLength(bytes)];
const name = (text: string): number[] => withLength([...new TextEncoder().encode(text)]);

const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** The instructions used here, by their WebAssembly names. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const constant = (n: number): Code => [0x41, ...signed(n)];
export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const subtract = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
export const multiply = (a: Code, b: Code): Code => [...a, ...b, 0x6c];

/** Runs `body` while `condition(local) ≥ least`, tested before each round. */
export const whileAtLeast = (local: number, least: number, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40], // block, loop
  ...get(local),
  ...constant(least),
  ...[0x48, 0x0d, 0x01], // if less, leave the block
  ...body,
  ...[0x0c, 0x00, 0x0b, 0x0b], // again
];

/** Loads, stores and arithmetic of one kind of number: a float, or a vector of four. */
export interface Lanes {
  readonly type: 'f32' | 'v128';
  readonly count: number;
  load(address: Code, offsetBytes: number): Code;
  /** Loads one float into every lane. */
  splat(address: Code, offsetBytes: number): Code;
  store(address: Code, offsetBytes: number, value: Code): Code;
  add(a: Code, b: Code): Code;
  multiply(a: Code, b: Code): Code;
  /** The smaller of each two; NaN where one of them is. */
  min(a: Code, b: Code): Code;
  max(a: Code, b: Code): Code;
}

// every access promises no more than the 4-byte alignment of a float (the 2 is its logarithm)
const at = (offsetBytes: number): Code => [0x02, ...unsigned(offsetBytes)];

export const single: Lanes = {
  type: 'f32',
  count: 1,
  load: (address, offset) => [...address, 0x2a, ...at(offset)],
  splat: (address, offset) => [...address, 0x2a, ...at(offset)],
  store: (address, offset, value) => [...address, ...value, 0x38, ...at(offset)],
  add: (a, b) => [...a, ...b, 0x92],
  multiply: (a, b) => [...a, ...b, 0x94],
  min: (a, b) => [...a, ...b, 0x96],
  max: (a, b) => [...a, ...b, 0x97],
};

export const four: Lanes = {
  type: 'v128',
  count: 4,
  load: (address, offset) => [...address, 0xfd, 0x00, ...at(offset)],
  splat: (address, offset) => [...address, 0xfd, 0x09, ...at(offset)],
  store: (address, offset, value) => [...address, ...value, 0xfd, 0x0b, ...at(offset)],
  add: (a, b) => [...a, ...b, 0xfd, 0xe4, 0x01],
  multiply: (a, b) => [...a, ...b, 0xfd, 0xe6, 0x01],
  min: (a, b) => [...a, ...b, 0xfd, 0xe8, 0x01],
  max: (a, b) => [...a, ...b, 0xfd, 0xe9, 0x01],
};

/** Locals of a function beyond its parameters, in order. */
export interface Locals {
  readonly i32: number;
  readonly f32: number;
  readonly v128: number;
}

/**
 * A module that imports its memory as `env.memory` and exports one function `run` of `parameters`
 * i32 numbers without a result. Locals are numbered: parameters, then i32, f32 and v128 ones.
 */
export function assemble(parameters: number, locals: Locals, body: Code): Uint8Array {
  const declarations = [
    [...unsigned(locals.i32), types.i32],
    [...unsigned(locals.f32), types.f32],
    [...unsigned(locals.v128), types.v128],
  ];
  const code = [...unsigned(declarations.length), ...declarations.flat(), ...body, 0x0b];
  const parameterTypes = Array.from({ length: parameters }, () => types.i32);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...withLength(parameterTypes), 0]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x00, 0x01]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('run'), 0x00, 0]),
    ...section(10, [1, ...withLength(code)]),
  ]);
}
