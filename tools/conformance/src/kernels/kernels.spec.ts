import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { testedBackends } from '../tested-backends.js';
import { kernelCases } from './cases/index.js';
import { differences, evaluate, gradientOf, gradients } from './evaluate.js';
import type { Result } from './evaluate.js';
import { gradientFault, valueFault } from './faults.js';
import { titleOf } from './kernel-case.js';
import type { KernelCase } from './kernel-case.js';
import { exceptions } from './exceptions.js';

interface Reference {
  readonly values: readonly Result[];
  readonly gradients?: readonly (readonly number[])[];
  readonly differences?: readonly (readonly (number | undefined)[])[];
}

function referenceOf(one: KernelCase): Reference {
  const values = evaluate(one);
  const gradient = gradientOf(one);
  if (!gradient || values.some(({ dtype }) => dtype !== 'float32')) return { values };
  if (titleOf(one) in exceptions.cpu) return { values, differences: differences(one) };
  if (gradient === 'cpu') return { values, gradients: gradients(one) };
  return { values, gradients: gradients(one), differences: differences(one) };
}

/** What is wrong with a case on the current backend. */
function faultOf(one: KernelCase, expected: Reference): string | undefined {
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

const titled = kernelCases.map((one) => [titleOf(one), one] as const);
const references = new Map<string, Reference>();

beforeAll(async () => {
  await useBackend('cpu');
  for (const [title, one] of titled) references.set(title, referenceOf(one));
});

describe('the table of kernels', () => {
  it('has a case of every kernel of the wasm backend', async () => {
    await useBackend('wasm');
    const listed = new Set(kernelCases.map(({ kernel }) => kernel));
    const names = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
    expect(names.length).toBeGreaterThan(150);
    expect(names.filter((name) => !listed.has(name))).toEqual([]);
  });

  it('names every case differently, and every exception as a case', () => {
    const titles = new Set(titled.map(([title]) => title));
    expect(titles.size).toBe(titled.length);
    const known = Object.values(exceptions).flatMap((one) => Object.keys(one));
    expect(known.filter((title) => !titles.has(title))).toEqual([]);
  });
});

describe.each(testedBackends)('kernels on %s', (backend) => {
  const known = exceptions[backend] ?? {};

  beforeAll(async () => {
    await useBackend(backend);
  });

  it.each(titled)('%s', (title, one) => {
    const fault = faultOf(one, references.get(title) as Reference);
    expect(fault ?? 'none').toMatch(known[title] ?? /^none$/);
  });
});
