export { checkCount, checkNumber, describeBounds, show } from './bounds.js';
export type { Bounds } from './bounds.js';
export {
  choice,
  code,
  constant,
  count,
  flag,
  mask,
  milestones,
  names,
  number,
  share,
  steps,
  text,
} from './declare.js';
export type { Declare, OwnCheck } from './declare.js';
export { define } from './define.js';
export type { Arguments, Defined, Described } from './define.js';
export { listed, nearest, suggest } from './nearest.js';
export { checkConstant, valueAt } from './number-or-schedule.js';
export type { NumberOrSchedule } from './number-or-schedule.js';
export { describeDefault } from './option.js';
export type { Option, OptionKind } from './option.js';
export { optionsAt, resolveOptions } from './options.js';
export type { At, Given, Options, Resolved } from './options.js';
export { isCovered, isSelected, maskWords, matches } from './selection.js';
export type { Mask, ParameterLike, Selection } from './selection.js';
