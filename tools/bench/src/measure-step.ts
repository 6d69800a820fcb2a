// Run by train-step.ts in a process of its own, since kernels are registered once a process:
// measures one setting and prints it as a line of JSON.
import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels, useBackend } from '@gnp/backends';
import { gnp, plain } from '@gnp/core';
import { createModel } from '@gnp/models';
import { crossEntropy } from '@gnp/trainer';
import { noise, stepper } from './stepper.js';

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
const { images, labels } = noise({ batch, size, channels });

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
const steps = {
  plain: stepper(network, { images, labels }, plain()),
  gnp: stepper(network, { images, labels }, gnp({ r: 0.05, alpha: 0.8 })),
};
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
