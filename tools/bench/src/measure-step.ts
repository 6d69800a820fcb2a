// Run by train-step.ts in a process of its own, since kernels are registered once a process:
// measures one setting and prints it as a line of JSON.
import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels, useBackend } from '@gnp/backends';
import { gnp, plain } from '@gnp/core';
import type { Rule } from '@gnp/core';
import { createModel } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { crossEntropy, trainStep } from '@gnp/trainer';

/** What one process measures: milliseconds, medians. */
export interface StepTimes {
  forwardMs: number;
  plainMs: number;
  gnpMs: number;
}

const [setting, model, sizeText, channelsText, batchText, roundsText] = process.argv.slice(2);
const [size, channels, batch, rounds] = [sizeText, channelsText, batchText, roundsText].map(Number);

tf.enableProdMode();
if (setting === 'wasm, missing only') {
  registerTrainingKernels({ only: 'missing' });
  await tf.setBackend('wasm');
} else if (setting.startsWith('stock ')) {
  const name = setting.slice('stock '.length);
  await import(`@tensorflow/tfjs-backend-${name}`);
  await tf.setBackend(name);
} else await useBackend(setting);

const network = model === 'mlp' ? mlp() : createModel(model, { imageSize: size, channels });

/** 512 units, twice: without convolutions, whose gradients stock wasm cannot compute. */
function mlp(): tf.LayersModel {
  const dense = (units: number, activation?: 'relu') => tf.layers.dense({ units, activation });
  const flatten = tf.layers.flatten({ inputShape: [size, size, channels] });
  return tf.sequential({ layers: [flatten, dense(512, 'relu'), dense(512, 'relu'), dense(10)] });
}
const images = tf.randomNormal([batch, size, size, channels], 0, 1, 'float32', 1);
const labels = tf.tensor1d(
  Array.from({ length: batch }, (_, i) => i % 10),
  'int32',
);
const optimizer = sgd({ learningRate: 1e-3 });

/** Steps by a rule, one upon the other. */
function stepper(rule: Rule): () => Promise<void> {
  const step = trainStep({ model: network, rule, optimizer });
  let state = step.firstState();
  return async () => {
    const given = { images: images.clone(), labels: labels.clone() };
    const taken = step.take(given, state, { step: 0 });
    ({ state } = taken);
    await taken.numbers();
  };
}
function forward(): void {
  const how = { training: true, seed: 0, batchStatistics: 'keep' };
  tf.tidy(() => {
    const logits = network.apply(images, how) as tf.Tensor2D;
    tf.mean(crossEntropy()(logits, labels)).dataSync();
  });
}
async function timed(f: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await f();
  return performance.now() - start;
}

// interleaved, so that a disturbance of the machine meets all three alike
const steps = { plain: stepper(plain()), gnp: stepper(gnp({ r: 0.05, alpha: 0.8 })) };
const times: Record<keyof StepTimes, number[]> = { forwardMs: [], plainMs: [], gnpMs: [] };
for (let round = -1; round < rounds; round++) {
  const measured = {
    forwardMs: await timed(forward),
    plainMs: await timed(steps.plain),
    gnpMs: await timed(steps.gnp),
  };
  if (round < 0) continue; // warm-up
  for (const key of ['forwardMs', 'plainMs', 'gnpMs'] as const) times[key].push(measured[key]);
}
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const result: StepTimes = {
  forwardMs: median(times.forwardMs),
  plainMs: median(times.plainMs),
  gnpMs: median(times.gnpMs),
};
console.log(JSON.stringify(result));
