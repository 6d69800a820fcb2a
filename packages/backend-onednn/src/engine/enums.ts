/** Values of the C interface that oneDNN 2.x and 3.x share (`dnnl_types.h` of both). */

/** `dnnl_alg_kind_t` of functions of two arguments. */
export const binaryAlgorithms = {
  add: 0x1fff0,
  mul: 0x1fff1,
  max: 0x1fff2,
  min: 0x1fff3,
  div: 0x1fff4,
  sub: 0x1fff5,
  greaterEqual: 0x1fff6,
  greater: 0x1fff7,
  lessEqual: 0x1fff8,
  less: 0x1fff9,
  equal: 0x1fffa,
  notEqual: 0x1fffb,
} as const;
export type BinaryAlgorithm = keyof typeof binaryAlgorithms;

/** `dnnl_alg_kind_t` of pooling; averages include or exclude the padding. */
export const poolingAlgorithms = {
  max: 0x1ff,
  averageOfAll: 0x2ff,
  averageOfInside: 0x3ff,
} as const;
export type PoolingAlgorithm = keyof typeof poolingAlgorithms;

/** `dnnl_alg_kind_t` of softmax. */
export const softmaxAlgorithms = { softmax: 0x30000, logSoftmax: 0x30001 } as const;
export type SoftmaxAlgorithm = keyof typeof softmaxAlgorithms;

export const convolutionDirect = 1;

/** `dnnl_prop_kind_t`. */
export const Propagation = { training: 64, backward: 128 } as const;

/** `dnnl_query_t`: the name of the implementation. */
export const implementationQuery = 8;

/** `dnnl_query_t` of the layouts that an operation wants. */
export const layoutQueries = { weights: 131, diffWeights: 132, workspace: 135 } as const;
export type LayoutQuery = keyof typeof layoutQueries;

/** `DNNL_ARG_*`: the role of each argument of a primitive. */
export const roles = {
  source: 1,
  source1: 2,
  destination: 17,
  weights: 33,
  bias: 41,
  mean: 49,
  variance: 50,
  scale: 51,
  shift: 52,
  workspace: 64,
  diffSource: 129,
  diffDestination: 145,
  diffWeights: 161,
  diffBias: 169,
  diffScale: 255,
  diffShift: 256,
} as const;

/** An argument's role; `operand2` is the operand of the binary post-operation at index 2. */
export type Role = keyof typeof roles | `operand${number}`;

/** `dnnl_format_tag_any`: the library chooses the layout. */
export const anyTag = 1;

/** Element-wise functions of one argument; their numbers depend on the version. */
export type EltwiseAlgorithm =
  | 'relu'
  | 'tanh'
  | 'elu'
  | 'square'
  | 'abs'
  | 'sqrt'
  | 'linear'
  | 'logistic'
  | 'exp'
  | 'geluTanh'
  | 'log'
  | 'clip'
  | 'geluErf'
  | 'softplus'
  | 'power'
  | 'round';
