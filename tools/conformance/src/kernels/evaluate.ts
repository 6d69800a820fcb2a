import * as tf from '@tensorflow/tfjs';
import { valuesOf } from './kernel-case.js';
import type { Input, KernelCase } from './kernel-case.js';

/** A result as it is read back. */
export interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly (number | string)[];
}

type Values = readonly (readonly (number | string)[])[];

const inputsOf = ({ inputs }: KernelCase): [string, Input][] =>
  Object.entries<Input>(inputs as Readonly<Record<string, Input>>);

/** The numbers of a case, by input. */
const numbersOf = (one: KernelCase): Values =>
  inputsOf(one).map(([, input], i) => valuesOf(input, i + 1));

function tensorsOf(one: KernelCase, values: Values): tf.Tensor[] {
  return inputsOf(one).map(([, { shape, dtype }], i) =>
    tf.tensor(
      dtype === 'float32' ? withNegativeNaN(values[i] as number[]) : (values[i] as number[]),
      [...shape],
      dtype,
    ),
  );
}

/** The last NaN has its sign bit set, as those have that processors make of ∞ − ∞. */
function withNegativeNaN(values: readonly number[]): Float32Array {
  const floats = Float32Array.from(values);
  const last = floats.findLastIndex(Number.isNaN);
  if (last >= 0) new Uint32Array(floats.buffer)[last] |= 0x80000000;
  return floats;
}

/** Runs the case on the tensors; `reference` stands in where the backend has no such kernel. */
function call(one: KernelCase, tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const named = Object.fromEntries(inputsOf(one).map(([name], i) => [name, tensors[i]]));
  if (one.operation) return [one.operation(named)];
  if (!tf.getKernel(one.kernel, tf.getBackend())) {
    if (!one.reference) throw new Error(`There is no kernel ${one.kernel} on ${tf.getBackend()}.`);
    return [one.reference(named)];
  }
  const given = (Array.isArray(one.inputs) ? tensors : named) as tf.NamedTensorMap;
  return [
    tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(one.kernel, given, { ...one.attrs }),
  ].flat();
}

/** What the current backend computes. */
export function evaluate(one: KernelCase, values = numbersOf(one)): Result[] {
  return tf.tidy(() =>
    call(one, tensorsOf(one, values)).map((out) => ({
      shape: out.shape,
      dtype: out.dtype,
      values: [...out.dataSync()],
    })),
  );
}

/** How the gradients of a case are compared. */
export const gradientOf = ({ gradient, operation, kernel }: KernelCase): boolean | 'cpu' =>
  gradient ?? (operation !== undefined || (tf.getGradient(kernel) as unknown) !== undefined);

/** Which inputs have derivatives. */
const differentiable = (one: KernelCase): number[] =>
  inputsOf(one).flatMap(([, { dtype }], i) => (dtype === 'float32' ? [i] : []));

/** Weights of the outputs in the sum that is differentiated. */
const weight = (i: number): number => Math.sin(1 + 2.3 * i) + 0.1;

/** Gradients on the current backend of the weighted sum of the outputs, by each differentiable input. */
export function gradients(one: KernelCase): (readonly number[])[] {
  return tf.tidy(() => {
    const tensors = tensorsOf(one, numbersOf(one));
    const places = differentiable(one);
    const sum = (...inputs: tf.Tensor[]) => {
      const all = tensors.map((x, i) => inputs[places.indexOf(i)] ?? x);
      const flat = tf.concat(call(one, all).map((out) => tf.reshape(out, [-1])));
      return tf.sum(
        tf.mul(flat, tf.tensor1d(Array.from({ length: flat.size }, (_, i) => weight(i)))),
      );
    };
    return tf
      .grads(sum)(places.map((i) => tensors[i]))
      .map((gradient) => [...gradient.dataSync()]);
  });
}

/** How far inputs are moved for central differences; numbers of cases lie further apart. */
const step = 2e-3;
/** Of large inputs, so many elements. */
const most = 40;

/** Central differences on the current backend, where they were taken; `undefined` elsewhere. */
export function differences(one: KernelCase): (readonly (number | undefined)[])[] {
  const values = numbersOf(one);
  const sum = (place: number, element: number, by: number) => {
    const moved = values.map((numbers, i) =>
      i === place
        ? numbers.map((x, j) => (j === element ? Math.fround((x as number) + by) : x))
        : numbers,
    );
    return evaluate(one, moved).flatMap((out) => out.values as number[]);
  };
  return differentiable(one).map((place) => {
    const every = Math.ceil(values[place].length / most);
    return values[place].map((x, element) => {
      if (element % every !== 0) return undefined;
      const above = sum(place, element, step);
      const below = sum(place, element, -step);
      const width = Math.fround((x as number) + step) - Math.fround((x as number) - step);
      return above.reduce((total, y, i) => total + weight(i) * (y - below[i]), 0) / width;
    });
  });
}
