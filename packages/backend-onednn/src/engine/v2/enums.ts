import type { DialectEnums } from '../dialect-enums.js';

/** Values of oneDNN 2.x that 3.x numbers anew (`dnnl_types.h` of 2.6). */
export const enums2: DialectEnums = {
  eltwise: {
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
    clip: 0xff,
    geluErf: 0x30,
    softplus: 0x9f,
    power: 0x20,
    round: 0x40,
  },
  normalization: { relu: 4, scale: 8, shift: 16 },
  postOperandBase: 16384,
};
