import { differences, evaluate, gradientOf, gradients } from './evaluate.js';
import type { Result } from './evaluate.js';
import { exceptionOf } from './exceptions.js';
import { gradientFault, valueFault } from './faults.js';
import { titleOf } from './kernel-case.js';
import type { KernelCase } from './kernel-case.js';

/** What is expected of a case. */
export interface Reference {
  readonly values: readonly Result[];
  readonly gradients?: readonly (readonly number[])[];
  readonly differences?: readonly (readonly (number | undefined)[])[];
}

/** What cpu, the current backend, gives, where it is not known to be wrong; and central differences. */
export function referenceOf(one: KernelCase): Reference {
  const values = evaluate(one);
  const gradient = gradientOf(one);
  if (!gradient || values.some(({ dtype }) => dtype !== 'float32')) return { values };
  if (exceptionOf(titleOf(one), 'cpu')) return { values, differences: differences(one) };
  if (gradient === 'cpu') return { values, gradients: gradients(one) };
  return { values, gradients: gradients(one), differences: differences(one) };
}

/** What is wrong with a case on the current backend; `undefined` where nothing is. */
export function faultOf(one: KernelCase, expected: Reference): string | undefined {
  try {
    const fault = valueFault(evaluate(one), expected.values);
    if (fault || !(expected.gradients ?? expected.differences)) return fault;
    const actual = gradients(one);
    return (
      (expected.gradients && gradientFault(actual, expected.gradients, 1e-4)) ??
      (expected.differences && gradientFault(actual, expected.differences, 1e-2))
    );
  } catch (error) {
    return `throws: ${(error as Error).message}`;
  }
}
