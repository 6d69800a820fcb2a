import '../tensorflow.js';
import { KernelBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { useBackend } from '@gnp/backends';
import { fitMicroBatches } from './fit-micro-batches.js';

const megabytes = 2 ** 20;
/** A model of 100 MiB, and 10 an image. */
const memory = (batchSize: number) => (parts: number) =>
  megabytes * (100 + 10 * Math.ceil(batchSize / parts));
const fit = (batchSize: number, mebibytes: number, least = 1) =>
  fitMicroBatches(memory(batchSize), {
    ...{ batchSize, least },
    availableBytes: mebibytes * megabytes,
  });

// four fifths of what is free may be taken
test.each([
  [32, 525, 1], // 420
  [32, 524, 2],
  [32, 325, 2], // 260
  [32, 324, 3], // 11 images, 210
  [7, 138, 7],
])('of %d images with %d MiB free are made %d parts', (batchSize, mebibytes, parts) => {
  expect(fit(batchSize, mebibytes).microBatches).toBe(parts);
});

test('it takes no fewer than the rule needs, and says what a step holds', () => {
  expect(fit(32, 8000, 4)).toEqual({
    microBatches: 4,
    told: 'microBatches: 4. A step holds 180 MiB; 7.8 GiB are free.',
  });
});

test('it refuses what fits in no parts', () => {
  expect(() => fit(32, 130)).toThrow(
    'a step on 32 images, one after the other, holds 110 MiB, and of the 130 MiB that are free it may take 80 %.',
  );
});

test('it refuses to guess', async () => {
  class Other extends KernelBackend {
    override dispose() {}
  }
  registerBackend('other', () => new Other());
  await setBackend('other');
  expect(() => fitMicroBatches(memory(4), { batchSize: 4, least: 1 })).toThrow(
    "what memory the backend 'other' has is not known: give a number",
  );
  await useBackend('cpu');
  removeBackend('other');
});
