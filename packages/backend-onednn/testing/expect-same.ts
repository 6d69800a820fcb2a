import { engine, randomNormal, setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { useOnednn } from './onednn.js';

interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

/** Runs `compute` on one backend and reads what it made. */
export async function resultsOn(
  backend: string,
  compute: () => Tensor | Tensor[],
): Promise<Result[]> {
  if (backend === 'onednn') await useOnednn();
  else await setBackend(backend);
  return tidy(() => {
    const made: Tensor[] = [compute()].flat();
    return made.map((t) => ({ shape: t.shape, dtype: t.dtype, values: Array.from(t.dataSync()) }));
  });
}

/**
 * Holds `compute` on this backend against `cpu`: the same shapes, dtypes and, within `tolerance` of
 * the largest value, numbers; and no tensor left behind.
 */
export async function expectSame(
  compute: () => Tensor | Tensor[],
  tolerance = 1e-5,
): Promise<void> {
  const expected = await resultsOn('cpu', compute);
  expect(expected).not.toHaveLength(0);
  const onednn = await useOnednn();
  const before = engine().memory().numTensors;
  const buffers = onednn.numDataIds();
  const actual = await resultsOn('onednn', compute);
  expect(engine().memory().numTensors).toBe(before);
  expect(onednn.numDataIds()).toBe(buffers);
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  actual.forEach(({ values }, i) => {
    const wanted = expected[i].values;
    const scale = wanted.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
    const off = values.findIndex((v, j) => !agree(v, wanted[j], tolerance * scale));
    expect({ off, got: values[off] }).toEqual({ off: -1, got: undefined });
  });
}

function agree(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance;
}

/** Normally distributed numbers, the same on every backend. */
export function random(shape: number[], seed = 1): Tensor {
  return randomNormal(shape, 0, 1, 'float32', seed);
}
