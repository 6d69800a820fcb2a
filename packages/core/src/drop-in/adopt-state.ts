import { dispose } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Rule } from '../contract/rule.js';
import { initialState } from '../executor/memory.js';
import type { Shapes } from '../executor/memory.js';

/**
 * A rule's state for the parameters of a step: parameters that came in, as layers were unfrozen, begin
 * anew; those that are gone are forgotten. Takes the state over.
 */
export function adoptState(
  rule: Rule,
  parameters: Shapes,
  state: NamedTensorMap | undefined,
): NamedTensorMap {
  const first = initialState(rule, parameters);
  if (!state) return first;
  const entries = Object.entries(first).map(([name, fresh]) => {
    const known = state[name] as Tensor | undefined;
    if (known) fresh.dispose();
    return [name, known ?? fresh] as const;
  });
  for (const [name, tensor] of Object.entries(state)) if (!(name in first)) tensor.dispose();
  return Object.fromEntries(entries);
}

/**
 * A state that was saved, for parameters that may have other names now, as after a model was loaded: by
 * name where the names are the same, else by position, as optimizers of TensorFlow.js do. Takes the
 * state over.
 *
 * @throws RangeError if it fits neither way
 */
export function matchState(rule: Rule, parameters: Shapes, state: NamedTensorMap): NamedTensorMap {
  const first = initialState(rule, parameters);
  const names = Object.keys(first);
  const saved = Object.entries(state);
  const byName = names.length === saved.length && names.every((name) => name in state);
  const matched = byName ? names.map((name) => [name, state[name]] as const) : saved;
  const fits =
    names.length === saved.length &&
    names.every((name, i) => first[name].shape.join() === matched[i][1].shape.join());
  const shapes = (tensors: readonly Tensor[]) =>
    tensors.map(({ shape }) => `[${shape.join(', ')}]`).join(' ') || 'nothing';
  const [wanted, got] = [shapes(Object.values(first)), shapes(matched.map(([, tensor]) => tensor))];
  dispose(first);
  if (fits) return Object.fromEntries(names.map((name, i) => [name, matched[i][1]]));
  throw new RangeError(
    `The saved state does not fit rule '${rule.name}' and these variables: it holds ${got}, and ` +
      `should hold ${wanted}.`,
  );
}
