// Run by contention.ts in a process of its own: takes GNP steps on images of noise for some seconds, and prints
// images a second.
import * as tf from '@tensorflow/tfjs';
import { adaptToLoad, useBackend } from '@gnp/backends';
import type { Grain } from '@gnp/backends';
import { gnp } from '@gnp/core';
import { createModel } from '@gnp/models';
import { noise, stepper } from './stepper.js';

const [name, sizeText, channelsText, batchText, secondsText, threads, grain] =
  process.argv.slice(2);
const numbers = [sizeText, channelsText, batchText, secondsText].map(Number);
const [size, channels, batch, seconds] = numbers;

tf.enableProdMode();
await useBackend('onednn', {
  grain: grain as Grain,
  ...(threads !== 'all' && { threads: Number(threads) }),
});
const model = createModel(name, { imageSize: size, channels });
const step = stepper(model, noise({ batch, size, channels }), gnp({ r: 0.05, alpha: 0.8 }));
const take = async () => {
  await step();
  adaptToLoad();
};

for (let i = 0; i < 3; i++) await take(); // kernels and code are compiled
const start = performance.now();
let taken = 0;
while (performance.now() - start < 1000 * seconds) {
  await take();
  taken++;
}
console.log((1000 * batch * taken) / (performance.now() - start));
