import type { DialectEnums } from '../dialect-enums.js';

/** Values of oneDNN 3.x that 2.x numbers otherwise (`dnnl_types.h` of 3.x). */
export const enums3: DialectEnums = {
  eltwise: {
    relu: 0x20,
    tanh: 0x21,
    elu: 0x22,
    square: 0x23,
    abs: 0x24,
    sqrt: 0x25,
    linear: 0x26,
    logistic: 0x29,
    exp: 0x2a,
    geluTanh: 0x2b,
    log: 0x2d,
    clip: 0x2e,
    geluErf: 0x31,
    softplus: 0x27,
    power: 0x30,
    round: 0x32,
  },
  normalization: { relu: 8, scale: 2, shift: 4 },
  postOperandBase: 32768,
};
