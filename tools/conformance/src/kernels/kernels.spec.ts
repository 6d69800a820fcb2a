import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { expectRegion } from '../page-region.js';
import { testedBackends } from '../tested-backends.js';
import { kernelCases } from './cases/index.js';
import { gradientOf } from './evaluate.js';
import { exceptionOf, exceptions } from './exceptions.js';
import { titleOf } from './kernel-case.js';
import { kernelsPage } from './page.js';
import { faultOf, referenceOf } from './reference.js';
import type { Reference } from './reference.js';

const titled = kernelCases.map((one) => [titleOf(one), one] as const);
const references = new Map<string, Reference>();

beforeAll(async () => {
  await useBackend('cpu');
  for (const [title, one] of titled) references.set(title, referenceOf(one));
});

describe('the table of kernels', () => {
  it('has cases of every kernel of the wasm backend, and of every gradient', async () => {
    await useBackend('wasm');
    const names = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
    expect(names.length).toBeGreaterThan(150);
    const listed = new Set(kernelCases.map(({ kernel }) => kernel));
    expect(names.filter((name) => !listed.has(name))).toEqual([]);
    const withGradient = names.filter((name) => (tf.getGradient(name) as unknown) !== undefined);
    expect(withGradient.length).toBeGreaterThan(80);
    const compared = new Set(kernelCases.filter(gradientOf).map(({ kernel }) => kernel));
    const discrete = ['ArgMax', 'ArgMin', 'FloorDiv', 'GreaterEqual', 'OneHot'];
    expect(withGradient.filter((name) => !compared.has(name))).toEqual(discrete);
  });

  it('names every case differently, and every exception as a case', () => {
    const titles = new Set(titled.map(([title]) => title));
    expect(titles.size).toBe(titled.length);
    expect(exceptions.filter(({ title }) => !titles.has(title))).toEqual([]);
  });

  it('is the one of docs/kernels.md', () => {
    const rows = titled.map(
      ([title, one]) => [one, title, references.get(title) as Reference] as const,
    );
    expectRegion('kernels', kernelsPage(rows));
  });
});

describe.each(testedBackends)('kernels on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it.each(titled)('%s', (title, one) => {
    const fault = faultOf(one, references.get(title) as Reference);
    expect(fault ?? 'none').toMatch(exceptionOf(title, backend)?.fault ?? /^none$/);
  });
});
