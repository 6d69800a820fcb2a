/** What a predicate may ask of a parameter: a `tf.Tensor` has it. */
export interface ParameterLike {
  readonly shape: readonly number[];
  readonly rank: number;
}

/**
 * Which parameters: a name, in which `*` stands for anything, a regular expression, a predicate, or
 * several of these.
 */
export type Selection<Parameter extends ParameterLike = ParameterLike> =
  | string
  | RegExp
  | ((name: string, parameter: Parameter) => boolean)
  | readonly Selection<Parameter>[];

/** The words of a {@link Mask}. */
export const maskWords = ['all', 'kernels'] as const;

/**
 * Which parameters a penalty covers: `'all'`; `'kernels'`, those of two or more axes: kernels and
 * embeddings, but no biases, scales and shifts; or a {@link Selection}.
 */
export type Mask<Parameter extends ParameterLike = ParameterLike> =
  (typeof maskWords)[number] | Selection<Parameter>;

/** Whether a parameter is selected. */
export function isSelected<Parameter extends ParameterLike>(
  selection: Selection<Parameter>,
  name: string,
  parameter: Parameter,
): boolean {
  if (typeof selection === 'function') return selection(name, parameter);
  if (typeof selection === 'string') return matches(selection, name);
  if (selection instanceof RegExp) return name.search(selection) >= 0;
  return selection.some((one) => isSelected(one, name, parameter));
}

/** Whether a mask covers a parameter. */
export function isCovered<Parameter extends ParameterLike>(
  mask: Mask<Parameter>,
  name: string,
  parameter: Parameter,
): boolean {
  if (mask === 'all') return true;
  if (mask === 'kernels') return parameter.rank > 1;
  return isSelected(mask, name, parameter);
}

/** Whether a name fits a pattern in which `*` stands for anything. */
export function matches(pattern: string, name: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`).test(name);
}
