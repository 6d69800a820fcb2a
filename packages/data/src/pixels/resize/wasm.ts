/** WebAssembly code as bytes. */
export type Code = readonly number[];

/** An integer in LEB128, as WebAssembly encodes sizes, indices and constants. */
function leb(n: number, signed = false): number[] {
  const [low, rest] = [n & 0x7f, n >> 7];
  const done = signed ? rest === (low & 0x40 ? -1 : 0) : rest === 0;
  return done ? [low] : [low | 0x80, ...leb(rest, signed)];
}

const withLength = (bytes: Code): number[] => [...leb(bytes.length), ...bytes];
const section = (id: number, parts: readonly Code[]): number[] => [
  id,
  ...withLength([...leb(parts.length), ...parts.flat()]),
];
const name = (text: string): number[] => withLength([...new TextEncoder().encode(text)]);

/** Instructions, by their WebAssembly names. Addresses promise no alignment. */
export const get = (local: number): Code => [0x20, ...leb(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...leb(local)];
export const i32 = {
  const: (n: number): Code => [0x41, ...leb(n, true)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  load: (address: Code): Code => [...address, 0x28, 0, 0],
};
const simd = (opcode: number): Code => [0xfd, ...leb(opcode)];
const unary =
  (opcode: number) =>
  (a: Code): Code => [...a, ...simd(opcode)];
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, ...simd(opcode)];
const atAddress =
  (opcode: number) =>
  (address: Code): Code => [...address, ...simd(opcode), 0, 0];
export const v128 = {
  load: atAddress(0x00),
  load32Zero: atAddress(0x5c),
  load32Splat: atAddress(0x09),
  store: (address: Code, value: Code): Code => [...address, ...value, ...simd(0x0b), 0, 0],
  store32Lane0: (address: Code, value: Code): Code => [
    ...[...address, ...value, ...simd(0x5a)],
    ...[0, 0, 0],
  ],
};
export const i8x16 = { narrowI16x8U: binary(0x66) };
export const i16x8 = {
  narrowI32x4S: binary(0x85),
  extendLowI8x16U: unary(0x89),
  extendHighI8x16U: unary(0x8a),
};
export const i32x4 = {
  splat: unary(0x11),
  extendLowI16x8U: unary(0xa9),
  extendHighI16x8U: unary(0xaa),
  shrS: binary(0xac),
  add: binary(0xae),
  mul: binary(0xb5),
};

/** Runs `body` while the unsigned number in one local is below that in another, tested before each round. */
export const whileBelow = (local: number, limit: number, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40], // block, loop
  ...[...get(local), ...get(limit), 0x4f, 0x0d, 0x01], // if not below, leave the block
  ...body,
  ...[0x0c, 0x00, 0x0b, 0x0b], // again
];

/** A function of numbers that returns nothing. */
export interface WasmFunction {
  readonly name: string;
  /** How many parameters and further locals there are, in this order: i32, i32, v128. */
  readonly parameters: number;
  readonly i32: number;
  readonly v128: number;
  readonly body: Code;
}

/** A module of functions, on a memory that it imports as `env.memory`. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array {
  const indices = functions.map((_, i) => leb(i));
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map(({ parameters }) => [0x60, ...withLength(Array(parameters).fill(0x7f)), 0]),
    ),
    ...section(2, [[...name('env'), ...name('memory'), 2, 0, 1]]),
    ...section(3, indices),
    ...section(
      7,
      functions.map((made, i) => [...name(made.name), 0, ...indices[i]]),
    ),
    ...section(
      10,
      functions.map((made) =>
        withLength([2, ...leb(made.i32), 0x7f, ...leb(made.v128), 0x7b, ...made.body, 0x0b]),
      ),
    ),
  ]);
}
