import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Which parameters: a name, in which `*` stands for anything, a regular expression, a predicate, or
 * several of these.
 */
export type Selection =
  string | RegExp | ((name: string, parameter: Tensor) => boolean) | readonly Selection[];

/** Whether a parameter is selected. */
export function isSelected(selection: Selection, name: string, parameter: Tensor): boolean {
  if (typeof selection === 'function') return selection(name, parameter);
  if (typeof selection === 'string') return asPattern(selection).test(name);
  if (selection instanceof RegExp) return name.search(selection) >= 0;
  return selection.some((one) => isSelected(one, name, parameter));
}

function asPattern(glob: string): RegExp {
  const literal = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}
