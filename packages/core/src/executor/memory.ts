import { ones, scalar, zeros } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { heldNum, heldVector } from '../algebra/expression.js';
import type { Memory, Rule, Slot, Slots } from '../contract/rule.js';
import type { Evaluator } from './evaluator.js';

/*
 * A state is the memory of a rule as tensors by name: `slot/parameter` for a vector, `slot` for a
 * number. Its order is that of slots and parameters, since sums go along it.
 */

/** The shapes of the parameters, by name, in their order. */
export type Shapes = Readonly<Record<string, { readonly shape: number[] }>>;

interface Entry {
  readonly name: string;
  readonly slot: Slot;
  readonly shape: number[];
}

/** What a rule remembers before its first step, as tensors that the caller disposes. */
export function initialState(rule: Rule, parameters: Shapes): NamedTensorMap {
  const first = ({ slot, shape }: Entry): Tensor =>
    slot === 'number' ? scalar(0) : slot === 'ones' ? ones(shape) : zeros(shape);
  return Object.fromEntries(
    entriesOf(rule.memory, parameters).map((entry) => [entry.name, first(entry)]),
  );
}

/**
 * A state in the order of the parameters.
 *
 * @throws RangeError if it is of another rule or of other parameters
 */
export function checkState(rule: Rule, parameters: Shapes, state: NamedTensorMap): NamedTensorMap {
  const wanted = new Map(entriesOf(rule.memory, parameters).map((entry) => [entry.name, entry]));
  for (const name of new Set([...wanted.keys(), ...Object.keys(state)])) {
    const [expected, got] = [wanted.get(name), state[name] as Tensor | undefined].map(describe);
    if (expected !== got) {
      throw new RangeError(
        `The state of rule '${rule.name}' does not fit: '${name}' is ${got}, and should be ${expected}.`,
      );
    }
  }
  return Object.fromEntries([...wanted.keys()].map((name) => [name, state[name]]));
}

/** What a rule's step sees of a state, whose tensors stay the caller's. */
export function lendMemory(
  evaluator: Evaluator,
  slots: Slots,
  parameters: Shapes,
  state: NamedTensorMap,
): Memory {
  const memory = memoryOf(slots);
  for (const [slot, kind] of Object.entries(slots)) {
    const node = memory[slot];
    if (kind === 'number') evaluator.lendNumber(node, state[slot] as Scalar);
    else {
      const own = Object.keys(parameters).map((name) => [name, state[`${slot}/${name}`]] as const);
      evaluator.lend(node, Object.fromEntries(own));
    }
  }
  return memory;
}

/** Descriptions of what is remembered, without values. */
export function memoryOf(slots: Slots): Memory {
  return Object.fromEntries(
    Object.entries(slots).map(([slot, kind]) => [
      slot,
      kind === 'number' ? heldNum(slot) : heldVector(slot),
    ]),
  );
}

function entriesOf(slots: Slots, parameters: Shapes): Entry[] {
  return Object.entries(slots).flatMap(([name, slot]): Entry[] => {
    if (slot === 'number') return [{ name, slot, shape: [] }];
    return Object.entries(parameters).map(([parameter, { shape }]) => ({
      name: `${name}/${parameter}`,
      slot,
      shape,
    }));
  });
}

function describe(x: { readonly shape: number[] } | undefined): string {
  return x ? `of shape [${x.shape.join(', ')}]` : 'missing';
}
