import type * as tf from '@tensorflow/tfjs';

type DType = 'float32' | 'int32' | 'bool' | 'string';

/** A tensor of a case. Without `values`, distinct numbers in a fixed disorder. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values?: readonly (number | string)[];
  /** Bounds of the numbers that are drawn; by default about -2 … 2, and -9 … 9 for integers. */
  readonly between?: readonly [number, number];
  /** Stands for the values in the name of the case. */
  readonly label?: string;
}

/** A kernel's inputs by name, or in order for a kernel that takes a list. */
export type Inputs = Readonly<Record<string, Input>> | readonly Input[];
type Tensors = Readonly<Record<string, tf.Tensor>>;

/** One call of a kernel, whose result has to be the same on every backend. */
export interface KernelCase {
  readonly kernel: string;
  readonly inputs: Inputs;
  readonly attrs?: object;
  /** Computes it by an operation, where TensorFlow.js gives gradients to that and not to the kernel. */
  readonly operation?: (tensors: Tensors) => tf.Tensor;
  /** The expected result, where the cpu backend lacks the kernel. */
  readonly reference?: (tensors: Tensors) => tf.Tensor;
  /**
   * Whether derivatives are compared: with cpu's and with central differences (`true`, the default for
   * kernels that have gradients), with cpu's alone (`'cpu'`: at kinks there are no differences), or not.
   */
  readonly gradient?: boolean | 'cpu';
  /** What to call the case, where inputs and attributes do not tell. */
  readonly note?: string;
}

export const floats = (shape: readonly number[], between?: readonly [number, number]): Input => ({
  shape,
  dtype: 'float32',
  between,
});
export const positive = (shape: readonly number[]): Input => floats(shape, [0.3, 3]);
export const integers = (shape: readonly number[], between?: readonly [number, number]): Input => ({
  shape,
  dtype: 'int32',
  between,
});
export const booleans = (shape: readonly number[]): Input => ({ shape, dtype: 'bool' });

/** A tensor with given values; of rank 1 unless there is a shape. */
export const given = (
  dtype: DType,
  values: readonly (number | string)[],
  shape: readonly number[] = [values.length],
): Input => ({ dtype, values, shape });

/** Numbers that arithmetic treats specially, NaN of either sign among them (see `evaluate`). */
export const special: Input = {
  ...given('float32', [NaN, Infinity, -Infinity, 0, -0, 1, -1.5, 2.5, NaN]),
  label: ' special',
};

/** A case of each combination of inputs and attributes. */
export const eachOf = (
  kernel: string,
  inputs: readonly Inputs[],
  attrs: readonly object[] = [{}],
  rest: Partial<KernelCase> = {},
): KernelCase[] =>
  inputs.flatMap((one) => attrs.map((each) => ({ kernel, inputs: one, attrs: each, ...rest })));

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? String(part) : part,
  ).replaceAll('"', '');

const describe = ({ shape, dtype, values, between, label }: Input): string =>
  `${dtype}[${shape.join()}]` + (label ?? text(values ?? between ?? ''));

/** The name of a case, by which lists of exceptions refer to it. */
export function titleOf({ kernel, inputs, attrs = {}, note = '' }: KernelCase): string {
  const parts = Object.entries<Input>(inputs).map(([key, input]) => `${key} ${describe(input)}`);
  return `${[kernel, ...parts].join(' ')} ${text(attrs)} ${note}`.trim();
}

/** Numbers from `low` to `high` at equal distances, disordered; `seed` shifts them a little. */
function drawn(count: number, [low, high]: readonly [number, number], seed: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = seed * 7919 + 17;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const offset = 0.5 + 0.17 * (seed % 3);
  return order.map((n) => low + ((high - low) * (n + offset)) / count);
}

/** The values of an input. */
export function valuesOf({ shape, dtype, values, between }: Input, seed: number) {
  if (values) return [...values];
  const count = shape.reduce((product, size) => product * size, 1);
  if (dtype === 'bool') return drawn(count, [0, 2], seed).map(Math.floor);
  if (dtype === 'int32') return drawn(count, between ?? [-9, 10], seed).map(Math.floor);
  const most = Math.max(2, 0.02 * count);
  return drawn(count, between ?? [-most, most], seed);
}
