import * as tf from '@tensorflow/tfjs';
import { findOnednn } from '@gnp/backend-onednn';
import type { OnednnBackend } from '@gnp/backend-onednn';
import { useBackend } from '@gnp/backends';
import type { Answer, Client } from './client.js';
import { faceApi } from './face-api.js';
import { nsfwjs } from './nsfwjs.js';
import { loadPhotograph } from './photographs.js';

// cpu would take a minute
const backends = ['wasm', ...(findOnednn().available ? ['onednn'] : [])];

/**
 * Kernels of cpu that onednn fell back to for large tensors: resizing alone, which of a photograph of integers
 * reads no more than four pixels for each that it writes.
 */
function largeFallbacks(): string[] {
  const { fallbacks } = tf.backend() as OnednnBackend;
  const large = Object.entries(fallbacks.report()).filter(([, c]) => c.largestSize > 1000);
  fallbacks.reset();
  return large.map(([kernel]) => kernel);
}

/** What a client says of a photograph, on each backend; it must leave no tensor behind. */
async function answers(client: Client, backends: readonly string[]): Promise<Answer[]> {
  const all: Answer[] = [];
  for (const backend of backends) {
    await useBackend(backend);
    const [ask, photograph] = [await client.open(), loadPhotograph(1)];
    await ask(photograph);
    const { numTensors } = tf.memory();
    all.push(await ask(photograph));
    expect(tf.memory().numTensors).toBe(numTensors);
    photograph.dispose();
    if (backend === 'onednn') expect(largeFallbacks()).toEqual(['ResizeBilinear']);
  }
  return all;
}

test.each([
  { client: nsfwjs, sizes: [5, 5] },
  { client: faceApi, sizes: [3, 3 * (2 + 128 + 7 + 2 * 68)] },
])('$client.name says the same on all fast backends', async ({ client, sizes }) => {
  const found = await answers(client, backends);
  const [expected, ...others] = found;
  expect([expected.words.length, expected.numbers.length]).toEqual(sizes);
  for (const { words, numbers } of others) {
    expect(words).toEqual(expected.words);
    numbers.forEach((x, i) => {
      const right = expected.numbers[i];
      expect(Math.abs(x - right)).toBeLessThan(1e-3 * Math.max(1, Math.abs(right)));
    });
  }
});
