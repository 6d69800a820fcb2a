import { readFileSync } from 'node:fs';
import { testedBackends } from './tested-backends.js';
import { runTfjsSpecs } from './tfjs-specs.js';
import type { TfjsSpecResults } from './tfjs-specs.js';

/**
 * Specs that demand what is no derivative, which central differences show (see the table of kernels):
 * an average over part of a window divided by the whole, and padding whose copies count for nothing.
 */
const wrongGradients = [
  ['avgPool', 'gradient x=[3,3,1] f=[3,3] s=1 p=explicit'],
  ['mirrorPad', 'grad'],
  ['mirrorPad', 'gradient with clones'],
];

/** Specs that a backend is known to fail, by the reason. */
const expectedFailures: Record<string, Record<string, string[]>> = {
  wasm: failuresOf('wasm'),
  tensorflow: failuresOf('tensorflow'),
};

function failuresOf(backend: string): Record<string, string[]> {
  const file = new URL(`./tfjs-expected-failures-${backend}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
}

// stock cpu passes them all: it is what the specs were written against
describe.each(testedBackends.filter((backend) => backend !== 'cpu'))(
  "TensorFlow.js's own specs on %s",
  (backend) => {
    let results: TfjsSpecResults;
    const known = new Set([
      ...wrongGradients.map(([operation, spec]) => `${operation} ${backend} {} ${spec}`),
      ...Object.values(expectedFailures[backend] ?? {}).flat(),
    ]);

    beforeAll(async () => {
      results = await runTfjsSpecs(backend);
    });

    it('pass, but for those known to fail', () => {
      expect(results.failed.filter(({ name }) => !known.has(name))).toEqual([]);
      expect(results.passed + known.size).toBeGreaterThanOrEqual(4_220);
    });

    it('still fail where they are known to', () => {
      const failed = new Set(results.failed.map(({ name }) => name));
      expect([...known].filter((name) => !failed.has(name))).toEqual([]);
    });
  },
);
