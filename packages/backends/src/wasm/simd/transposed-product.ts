import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { add, assemble, constant, four, get, multiply, set, single } from './assembler.js';
import { subtract, whileAtLeast } from './assembler.js';
import type { Code, Lanes } from './assembler.js';
import { onMemoryOf } from './on-memory.js';

/** One call of the kernel. Addresses and strides are bytes; matrices hold float32. */
interface TransposedProduct {
  /** Address of A, whose rows hold at least `m` numbers. */
  readonly a: number;
  /** Address of B, whose rows hold at least `n` numbers. */
  readonly b: number;
  /** Address of C [m, n], stored without gaps. */
  readonly c: number;
  readonly m: number;
  readonly n: number;
  /** The rows of A and B are numbered in two levels, outer · inner. */
  readonly outer: number;
  readonly inner: number;
  /** From one row of A to the next, at either level. */
  readonly aOuter: number;
  readonly aInner: number;
  readonly bOuter: number;
  readonly bInner: number;
}

/** C += Aᵀ·B: C[i,j] += Σ_{p,q} A[p,q,i] · B[p,q,j]. */
export type AddTransposedProduct = (product: TransposedProduct) => void;

const [a, b, c, m, n, outer, inner, aOuter, aInner, bOuter, bInner] = Array(11).keys();
const [stride, columns, bColumn, cColumn, p, q, rowA, rowB, atA, atB] = Array.from(
  { length: 10 },
  (_, i) => 11 + i,
);
const counts = { i32: 10, f32: 5, v128: 10 };
const firstSingle = 11 + counts.i32;
const firstFour = firstSingle + counts.f32;

/** Height of the tiles of C that are held in registers; width in vectors of four, or one float. */
const heights = [4, 1];
const widths: readonly { lanes: Lanes; vectors: number }[] = [
  { lanes: four, vectors: 2 },
  { lanes: four, vectors: 1 },
  { lanes: single, vectors: 1 },
];

const increase = (local: number, by: Code): Code => set(local, add(get(local), by));

/** A tile of C in registers, while all rows of A and B go by. */
function tile(height: number, lanes: Lanes, vectors: number): Code {
  const first = lanes.type === 'f32' ? firstSingle : firstFour;
  const loaded = (v: number) => first + v;
  const sum = (row: number, v: number) => first + vectors + row * vectors + v;
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  const each = (code: (row: number, v: number, address: Code) => Code): Code =>
    range(height).flatMap((row) =>
      range(vectors).flatMap((v) =>
        code(row, v, add(get(cColumn), multiply(get(stride), constant(row)))),
      ),
    );
  const bytes = 4 * lanes.count;
  return [
    ...each((row, v, address) => set(sum(row, v), lanes.load(address, v * bytes))),
    ...set(rowA, get(a)),
    ...set(rowB, get(bColumn)),
    ...set(p, get(outer)),
    ...whileAtLeast(p, 1, [
      ...set(atA, get(rowA)),
      ...set(atB, get(rowB)),
      ...set(q, get(inner)),
      ...whileAtLeast(q, 1, [
        ...range(vectors).flatMap((v) => set(loaded(v), lanes.load(get(atB), v * bytes))),
        ...each((row, v) =>
          set(
            sum(row, v),
            lanes.add(
              get(sum(row, v)),
              lanes.multiply(lanes.splat(get(atA), row * 4), get(loaded(v))),
            ),
          ),
        ),
        ...increase(atA, get(aInner)),
        ...increase(atB, get(bInner)),
        ...increase(q, constant(-1)),
      ]),
      ...increase(rowA, get(aOuter)),
      ...increase(rowB, get(bOuter)),
      ...increase(p, constant(-1)),
    ]),
    ...each((row, v, address) => lanes.store(address, v * bytes, get(sum(row, v)))),
  ];
}

function body(): Code {
  return [
    ...set(stride, multiply(get(n), constant(4))),
    ...heights.flatMap((height) =>
      whileAtLeast(m, height, [
        ...set(columns, get(n)),
        ...set(bColumn, get(b)),
        ...set(cColumn, get(c)),
        ...widths.flatMap(({ lanes, vectors }) => {
          const width = vectors * lanes.count;
          return whileAtLeast(columns, width, [
            ...tile(height, lanes, vectors),
            ...increase(bColumn, constant(4 * width)),
            ...increase(cColumn, constant(4 * width)),
            ...set(columns, subtract(get(columns), constant(width))),
          ]);
        }),
        ...increase(a, constant(4 * height)),
        ...increase(c, multiply(get(stride), constant(height))),
        ...set(m, subtract(get(m), constant(height))),
      ]),
    ),
  ];
}

const bound = new WeakMap<BackendWasm, AddTransposedProduct>();

/**
 * The product C += Aᵀ·B on the memory of a wasm backend, in WebAssembly SIMD. It reads both matrices
 * where they lie, row by row, with 4×8 numbers of C in registers, so nothing is transposed or packed
 * first; the published backend has no fast kernel that sums over the rows of its operands. Gradients
 * by weights, and sums over a batch, are such sums.
 */
export function transposedProduct(backend: BackendWasm): AddTransposedProduct {
  const known = bound.get(backend);
  if (known) return known;
  const run = onMemoryOf(backend, assemble(11, counts, body()));
  const call: AddTransposedProduct = (t) =>
    run(t.a, t.b, t.c, t.m, t.n, t.outer, t.inner, t.aOuter, t.aInner, t.bOuter, t.bInner);
  bound.set(backend, call);
  return call;
}
