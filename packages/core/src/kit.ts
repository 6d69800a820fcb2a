/* What a rule is written with; `docs/writing-rules.md` shows how. */
export {
  isAbove,
  magnitude,
  minus,
  plus,
  ratio,
  sign,
  smaller,
  times,
} from './algebra/arithmetic.js';
export {
  across,
  cosine,
  dot,
  elementwise,
  largest,
  mix,
  norm,
  restricted,
  significant,
  unit,
} from './algebra/combine.js';
export { parameters } from './algebra/expression.js';
export type { Coefficient, Num, Term, Vector } from './algebra/expression.js';
export { defineRule, definedRules } from './contract/define-rule.js';
export type {
  RuleDefinition,
  RuleFactory,
  StepContext,
  StepResult,
} from './contract/define-rule.js';
export {
  along,
  by,
  curvature,
  draw,
  gradient,
  gradientOf,
  gradientsApart,
  parts,
  read,
} from './contract/request.js';
export type { Gradient, Move, Part, Reduce, Request, Step } from './contract/request.js';
export type {
  Memory,
  Outcome,
  Remember,
  Rule,
  RuleAbout,
  RuleConfig,
  Slot,
  Slots,
  Turn,
} from './contract/rule.js';
export { through } from './contract/through.js';
export type { Changes } from './contract/through.js';
