import type { Broadcast } from './broadcast.js';

/** An array of numbers that a kernel reads or writes. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

export type BinaryFunction = (a: number, b: number) => number;

/** `out` = f(a, b) with broadcasting, row by row along the last merged axis. */
export function loopBinary(
  { dims, aStrides, bStrides }: Broadcast,
  a: Numbers,
  b: Numbers,
  out: Numbers,
  f: BinaryFunction,
): void {
  const last = dims.length - 1;
  const length = dims[last];
  const [aStep, bStep] = [aStrides[last], bStrides[last]];
  const index = new Array<number>(dims.length).fill(0);
  let [aStart, bStart] = [0, 0];
  for (let start = 0; start < out.length; start += length) {
    for (let i = 0, p = aStart, q = bStart; i < length; i++, p += aStep, q += bStep) {
      out[start + i] = f(a[p], b[q]);
    }
    for (let axis = last - 1; axis >= 0; axis--) {
      aStart += aStrides[axis];
      bStart += bStrides[axis];
      if (++index[axis] < dims[axis]) break;
      aStart -= aStrides[axis] * dims[axis];
      bStart -= bStrides[axis] * dims[axis];
      index[axis] = 0;
    }
  }
}
