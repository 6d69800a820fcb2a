import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/use-backend.js';

/** A tensor to be made on each backend: values are given, or drawn from a fixed sequence. */
interface Input {
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
  readonly values?: readonly number[];
}

/** Numbers between -1 and 1 without a pattern, the same in every run. */
export function numbers(count: number, seed: number): number[] {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function make({ shape, dtype = 'float32', values }: Input, seed: number): tf.Tensor {
  const drawn = values ?? numbers(tf.util.sizeFromShape([...shape]), seed);
  const scaled = dtype === 'float32' ? drawn : drawn.map((x) => Math.trunc(values ? x : 10 * x));
  return tf.tensor([...scaled], [...shape], dtype);
}

/** A kernel's inputs by name, or in order for kernels that take a list. */
type Inputs = Readonly<Record<string, Input>> | readonly Input[];

interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

async function runOn(
  backend: string,
  kernelName: string,
  inputs: Inputs,
  attrs: object,
): Promise<Result> {
  await useBackend(backend);
  const tensors = Object.entries(inputs).map(
    ([name, input], i) => [name, make(input, i + 1)] as const,
  );
  const before = [tf.memory().numTensors, tf.backend().numDataIds()];
  const given = Array.isArray(inputs)
    ? tensors.map(([, tensor]) => tensor)
    : Object.fromEntries(tensors);
  const named = given as unknown as tf.NamedTensorMap;
  const out = tf.engine().runKernel<tf.Tensor>(kernelName, named, { ...attrs });
  const result = { shape: out.shape, dtype: out.dtype, values: [...out.dataSync()] };
  out.dispose();
  expect([tf.memory().numTensors, tf.backend().numDataIds()]).toEqual(before);
  tensors.forEach(([, tensor]) => tensor.dispose());
  return result;
}

/**
 * Expects that a kernel gives the same on wasm as on cpu, within `tolerance` of the largest number,
 * and leaves no memory behind.
 */
export async function expectAgreement(
  kernelName: string,
  inputs: Inputs,
  attrs: object,
  tolerance = 1e-5,
): Promise<void> {
  const expected = await runOn('cpu', kernelName, inputs, attrs);
  const actual = await runOn('wasm', kernelName, inputs, attrs);
  expect(actual.shape).toEqual(expected.shape);
  expect(actual.dtype).toBe(expected.dtype);
  expect(differenceOf(actual.values, expected.values)).toBeLessThanOrEqual(tolerance);
}

/** Largest difference, relative to the largest expected number; Infinity where only one is NaN. */
export function differenceOf(actual: readonly number[], expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
  return expected.reduce((worst, x, i) => {
    const difference = Object.is(x, actual[i]) ? 0 : Math.abs(x - actual[i]) / scale;
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}
