/** `dnnl_data_type_t`: how the elements of a block are stored. */
export const Storage = { bf16: 2, f32: 3, s32: 4, u8: 6 } as const;
export type Storage = (typeof Storage)[keyof typeof Storage];

export const storageBytes: Readonly<Record<Storage, number>> = { 2: 2, 3: 4, 4: 4, 6: 1 };

/** `dnnl_alg_kind_t` of element-wise functions of one argument. */
export const Eltwise = {
  relu: 0x1f,
  tanh: 0x2f,
  elu: 0x3f,
  square: 0x4f,
  abs: 0x5f,
  sqrt: 0x6f,
  linear: 0x7f,
  logistic: 0xaf,
  exp: 0xbf,
  geluTanh: 0xcf,
  log: 0xef,
  geluErf: 0x30,
} as const;

/** `dnnl_alg_kind_t` of element-wise functions of two arguments. */
export const Binary = {
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

/** `dnnl_alg_kind_t` of pooling. */
export const Pooling = {
  max: 0x1ff,
  averageOfAll: 0x2ff,
  averageOfInside: 0x3ff,
} as const;

export const softmaxAccurate = 0x30000;
export const convolutionDirect = 1;

/** `dnnl_prop_kind_t`. */
export const Propagation = { training: 64, inference: 96, backward: 128 } as const;

/** `dnnl_normalization_flags_t`. */
export const Normalization = { globalStatistics: 1, relu: 4, scale: 8, shift: 16 } as const;

/** `dnnl_query_t`. */
export const Query = { implementation: 8, weights: 131, diffWeights: 132, workspace: 135 } as const;

/** `DNNL_ARG_*`: the role of each argument of a primitive. */
export const Arg = {
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
  diffScale: 255,
  diffShift: 256,
  /** Second operand of the binary post-op at `index`. */
  postOp: (index: number) => 16384 * (index + 1) + 2,
} as const;
