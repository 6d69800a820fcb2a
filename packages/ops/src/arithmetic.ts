import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { checkScalar } from './check-tensors.js';
import { smallestNormal } from './float32.js';
import { hasKernel, runKernel } from './fused-kernel.js';
import * as kernels from './kernels.js';
import type { Arithmetic, OperationName } from './kernels.js';
import { usable } from './usable.js';

interface Operation {
  /** In double precision. */
  readonly onHost: (a: number, b: number) => number;
  /** In float32; the second operand is the first where there is but one. */
  readonly onDevice: (a: Tensor, b: Tensor) => Tensor;
}

const operations: Readonly<Record<OperationName, Operation>> = {
  plus: { onHost: (a, b) => a + b, onDevice: (a, b) => tf.add(a, b) },
  minus: { onHost: (a, b) => a - b, onDevice: (a, b) => tf.sub(a, b) },
  times: { onHost: (a, b) => a * b, onDevice: (a, b) => tf.mul(a, b) },
  ratio: {
    onHost: (a, b) => (Math.abs(b) < smallestNormal ? 0 : a / b),
    onDevice: (a, b) => tf.where(tf.less(tf.abs(b), smallestNormal), tf.zerosLike(b), tf.div(a, b)),
  },
  smaller: { onHost: Math.min, onDevice: (a, b) => tf.minimum(a, b) },
  isAbove: {
    onHost: (a, b) => (a > b ? 1 : 0),
    onDevice: (a, b) => tf.cast(tf.greater(a, b), 'float32'),
  },
  sign: { onHost: (x) => Math.sign(x), onDevice: (x) => tf.sign(x) },
  magnitude: { onHost: (x) => Math.abs(x), onDevice: (x) => tf.abs(x) },
};

/**
 * The value of an expression of scalars, on the device; nothing is read back. One kernel, in double
 * precision, where the backend has it.
 *
 * @throws Error if an input is no float32 scalar, or the expression asks for one that is not there
 */
export function arithmetic(expression: Arithmetic, inputs: readonly Scalar[]): Scalar {
  inputs.forEach((x, i) => checkScalar('arithmetic', `input ${i}`, x));
  checkInputs(expression, inputs.length);
  if (usable(...inputs) && hasKernel(kernels.Arithmetic)) {
    const named = Object.fromEntries(inputs.map((x, i) => [String(i), x]));
    return runKernel(kernels.Arithmetic, named, { expression })[0] as Scalar;
  }
  return tf.tidy(() => compose(expression, inputs) as Scalar);
}

function operationOf(name: OperationName): Operation {
  const operation = operations[name] as Operation | undefined;
  if (operation) return operation;
  const names = Object.keys(operations).join(', ');
  throw new Error(`arithmetic: there is no operation '${name}'; there are ${names}.`);
}

function checkInputs(expression: Arithmetic, count: number): void {
  if (typeof expression === 'number') return;
  if ('input' in expression) {
    tf.util.assert(
      expression.input >= 0 && expression.input < count,
      () => `arithmetic: there is no input ${expression.input} among the ${count} that were given.`,
    );
    return;
  }
  const [, ...operands] = expression;
  for (const operand of operands) checkInputs(operand, count);
}

function compose(expression: Arithmetic, inputs: readonly Scalar[]): Tensor {
  if (typeof expression === 'number') return tf.scalar(expression);
  if ('input' in expression) return tf.clone(inputs[expression.input]);
  const [name, ...operands] = expression;
  const [a, b = a] = operands.map((operand) => compose(operand, inputs));
  return operationOf(name).onDevice(a, b);
}

/** The value of an expression of numbers, in double precision: for kernels over host memory, too. */
export function arithmeticOf(expression: Arithmetic, inputs: readonly number[] = []): number {
  if (typeof expression === 'number') return expression;
  if ('input' in expression) return inputs[expression.input];
  const [name, first, second = first] = expression;
  return operationOf(name).onHost(arithmeticOf(first, inputs), arithmeticOf(second, inputs));
}
