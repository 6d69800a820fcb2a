import type { DataType } from '@tensorflow/tfjs-core';
import type { Input, KernelCase } from './kernel-calls.js';

/** Whole numbers from a fixed seed (the minimal standard generator of Park and Miller). */
export type Dice = (low: number, high: number) => number;

export function makeDice(seed: number): Dice {
  let state = seed;
  return (low, high) => {
    state = (state * 48271) % 2147483647;
    return low + (state % (high - low + 1));
  };
}

/** A call that may be wrong; `aliases` are inputs that are the tensors of others. */
export interface MutatedCall extends KernelCase {
  readonly aliases: Readonly<Record<string, string>>;
}

const dtypes: readonly DataType[] = ['float32', 'int32', 'bool', 'complex64', 'string'];
const numbers = [0, -1, 0.5, 1, 2, 3, 7, NaN, Infinity, 5000];

/** One or two changes to a call: another shape, dtype or attribute, or inputs that are one tensor. */
export function mutate(kernelCase: KernelCase, roll: Dice): MutatedCall {
  let call: MutatedCall = { ...kernelCase, aliases: {} };
  for (let i = roll(1, 2); i > 0; i--) {
    const [inputs, attrs] = [Object.keys(call.inputs), Object.keys(call.attrs)];
    const choice = roll(0, 9);
    if (choice < 7 && inputs.length > 0) {
      const name = inputs[roll(0, inputs.length - 1)];
      call = { ...call, inputs: { ...call.inputs, [name]: mutateInput(call.inputs[name], roll) } };
    } else if (choice === 7 && inputs.length > 1) {
      const [a, b] = [0, 0].map(() => inputs[roll(0, inputs.length - 1)]);
      call = { ...call, aliases: { ...call.aliases, [a]: b } };
    } else if (attrs.length > 0) {
      const name = attrs[roll(0, attrs.length - 1)];
      call = {
        ...call,
        attrs: { ...call.attrs, [name]: mutateValue(name, call.attrs[name], roll) },
      };
    }
  }
  return call;
}

function mutateInput(input: Input, roll: Dice): Input {
  const { shape } = input;
  const axis = roll(0, Math.max(0, shape.length - 1));
  const resized = (size: number) => (shape.length > 0 ? shape.with(axis, size) : [size]);
  const size = shape[axis] ?? 1;
  const shapes = [
    [1, ...shape],
    [...shape, 1],
    shape.slice(1),
    shape.slice(0, -1),
    [shape.reduce((a, b) => a * b, 1)],
    [],
    resized(size + 1),
    resized(Math.max(0, size - 1)),
    resized(Math.floor(size / 2)),
    resized(2 * size),
    resized(1),
    resized(0),
    resized(input.shape.reduce((a, b) => a * b, 1) > 10_000 ? size : 500 * size),
  ];
  const choice = roll(0, shapes.length + 3);
  if (choice >= shapes.length) return { ...input, dtype: dtypes[roll(0, dtypes.length - 1)] };
  return { ...input, shape: shapes[choice] };
}

function mutateValue(name: string, value: unknown, roll: Dice): unknown {
  if (typeof value === 'number') return numbers[roll(0, numbers.length - 1)];
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return ['same', 'valid', 'NCHW', 'int32', 'none'][roll(0, 4)];
  // the words of an expression are typed
  if (name === 'expression' || !Array.isArray(value)) return value;
  const list = value as unknown[];
  if (list.length === 0 || roll(0, 3) === 0) return roll(0, 1) ? [...list, 1] : list.slice(1);
  const at = roll(0, list.length - 1);
  return list.with(at, mutateValue(name, list[at], roll));
}
