export { computeGradient } from './compute-gradient.js';
export type { ComputeGradientOptions, GradientResult } from './compute-gradient.js';
export type {
  Diagnostics,
  Evaluation,
  GradientRule,
  Offset,
  Oracle,
  RuleResult,
} from './gradient-rule.js';
export { combine, globalNorm } from './named-tensors.js';
export { NonFiniteGradientError } from './non-finite-error.js';
export type { LossFunction, Pass } from './pass.js';
export { penalized, PenalizedOptimizer } from './penalized.js';
export type { NamedTensor } from './penalized.js';
export { gnp } from './rules/gnp.js';
export type { GnpOptions } from './rules/gnp.js';
export { plain } from './rules/plain.js';
export { sam } from './rules/sam.js';
export type { SamOptions } from './rules/sam.js';
export { variableGrads } from './variable-grads.js';
