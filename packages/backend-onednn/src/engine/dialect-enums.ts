import type { EltwiseAlgorithm } from './enums.js';

/** Numbers that depend on the library's major version. */
export interface DialectEnums {
  readonly eltwise: Readonly<Record<EltwiseAlgorithm, number>>;
  /** `dnnl_normalization_flags_t`. */
  readonly normalization: Readonly<Record<'relu' | 'scale' | 'shift', number>>;
  /** `DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE`. */
  readonly postOperandBase: number;
}
