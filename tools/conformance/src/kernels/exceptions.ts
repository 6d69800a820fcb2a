/** A case that is known to be wrong on some backends. */
export interface Exception {
  readonly title: string;
  readonly backends: readonly string[];
  /** What the comparison says. */
  readonly fault: RegExp;
  readonly reason: string;
}

/**
 * The cases that are known to be wrong. The test fails where one of them passes, and it is then to be
 * taken out of this list.
 */
export const exceptions: readonly Exception[] = [
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
  ...['Maximum', 'Minimum'].flatMap((kernel) =>
    [
      'a float32[24,1] not finite b float32[1,40] not finite',
      'a float32[24,1][-2,2] b float32[24,40] not finite',
      'a float32[24,40][-4,4] b float32[24,40] not finite',
    ].map((inputs) => ({
      title: `${kernel} ${inputs} {}`,
      backends: ['wasm'],
      fault: /element 5 is -\d.*, expected NaN/,
      reason: 'of a number and NaN it gives the number',
    })),
  ),
  ...['{filterSize:2,strides:2,pad:valid}', '{filterSize:3,strides:1,pad:same}'].map((attrs) => ({
    title: `AvgPool x float32[2,8,8,16] not finite ${attrs}`,
    backends: ['wasm'],
    fault: /expected NaN/,
    reason: 'an average with NaN in it is -Infinity',
  })),
  {
    title: 'MaxPool x float32[2,8,8,16] not finite {filterSize:2,strides:2,pad:valid}',
    backends: ['wasm'],
    fault: /element 5 is -Infinity, expected -0.4/,
    reason: 'the largest of numbers and NaN is -Infinity; on cpu that of the numbers',
  },
  {
    title:
      'Conv2D x float32[2,8,8,16][-1,1] filter float32[3,3,16,8] not finite {strides:1,pad:same,dataFormat:NHWC,dilations:1}',
    backends: ['wasm', 'tensorflow'],
    fault: /is NaN, expected -1.07/,
    reason: 'zeros of the padding are multiplied, too, and 0 · Infinity is NaN',
  },
  ...['[12,9]', '[16,16]'].map((size) => ({
    title: `ResizeBilinear images float32[2,8,8,16] not finite {size:${size},alignCorners:false,halfPixelCenters:false}`,
    backends: ['wasm'],
    fault: /is NaN, expected/,
    reason: 'a neighbour of weight 0 that is not finite makes NaN',
  })),
  {
    title: 'Prelu x float32[24,40] not finite alpha float32[40][0.1,1] {}',
    backends: ['tensorflow'],
    fault: /is NaN, expected Infinity/,
    reason: 'it multiplies 0 by Infinity on the way',
  },
  {
    title: 'Sign x float32[24,40] not finite {}',
    backends: ['tensorflow'],
    fault: /element 5 is NaN, expected 0/,
    reason: 'the sign of NaN is NaN',
  },
  {
    title: 'Softmax logits float32[24,40] not finite {dim:-1}',
    backends: ['wasm'],
    fault: /expected NaN/,
    reason: 'NaN is left out of the sum',
  },
];

/** The exception of a case on a backend, if there is one. */
export const exceptionOf = (title: string, backend: string): Exception | undefined =>
  exceptions.find((one) => one.title === title && one.backends.includes(backend));
