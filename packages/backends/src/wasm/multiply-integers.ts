/** How far apart, in memory, the entries of a matrix lie along a column and along a row. */
export type Steps = readonly [number, number];

type Numbers = { [index: number]: number };

/** Writes the product of two integer matrices, [rows, inner] · [inner, columns], to `out`. */
export function multiplyIntegers(
  a: Readonly<Numbers>,
  [rowA, columnA]: Steps,
  b: Readonly<Numbers>,
  [rowB, columnB]: Steps,
  [rows, inner, columns]: readonly [number, number, number],
  out: Numbers,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let n = 0; n < inner; n++) {
        sum += a[i * rowA + n * columnA] * b[n * rowB + j * columnB];
      }
      out[i * columns + j] = sum;
    }
  }
}
