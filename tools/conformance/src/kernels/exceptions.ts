/** A case that is known to be wrong on some backends. */
export interface Exception {
  readonly title: string;
  readonly backends: readonly string[];
  /** What the comparison says. */
  readonly fault: RegExp;
  readonly reason: string;
}

const flatWindows = ['MaxPool3D x float32[2,3,4,5,2]', 'MaxPool3D x float32[1,4,3,3,1][-4,-0.1]'];

/**
 * The cases that are known to be wrong. The test fails where one of them passes, and it is then to be
 * taken out of this list.
 */
export const exceptions: readonly Exception[] = [
  ...flatWindows.map((name) => ({
    title: `${name} {filterSize:[1,2,3],strides:[1,2,1],pad:same,dataFormat:NDHWC}`,
    // onednn takes what it lacks from cpu
    backends: ['cpu', 'onednn'],
    fault: /gradient 0: element/,
    reason: 'the gradient is lost where the sides of the window differ',
  })),
  {
    title: 'Select condition bool[3] t float32[3,4] e float32[3,4] {}',
    backends: ['onednn', 'tensorflow'],
    fault: /element 1 is/,
    reason:
      'right: it is `cpu`, and `wasm` with it, that repeats one number along each row; `tf.where` never asks for it, as it broadcasts first',
  },
  ...['Maximum', 'Minimum'].map((kernel) => ({
    title: `${kernel} a float32[36] special b float32[36] special {}`,
    backends: ['wasm'],
    fault: /element 6 is Infinity, expected NaN/,
    reason: 'of NaN and a number it gives the number',
  })),
  {
    title: 'Pow a float32[36] special b float32[36] special {}',
    backends: ['wasm', 'tensorflow'],
    fault: /element 24 is 1, expected NaN/,
    reason: '1 to the power of NaN is 1, as in C; in JavaScript it is NaN',
  },
  {
    title: 'Sign x float32[9] special {}',
    backends: ['tensorflow'],
    fault: /element 0 is NaN, expected 0/,
    reason: 'of NaN it gives NaN',
  },
  ...['{filterSize:2,strides:2,pad:valid}', '{filterSize:3,strides:1,pad:same}'].map((attrs) => ({
    title: `AvgPool x float32[1,4,4,1] special ${attrs}`,
    backends: ['wasm'],
    fault: /expected NaN/,
    reason: 'the average of NaN and of infinities of both signs is -Infinity',
  })),
];

/** The exception of a case on a backend, if there is one. */
export const exceptionOf = (title: string, backend: string): Exception | undefined =>
  exceptions.find((one) => one.title === title && one.backends.includes(backend));
