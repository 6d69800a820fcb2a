// Run by train-step.ts in a process of its own, since kernels are registered once a process:
// measures one setting and prints it as a line of JSON.
import * as tf from '@tensorflow/tfjs';
import { registerTrainingKernels, useBackend } from '@gnp/backends';
import { computeGradient, gnp, plain } from '@gnp/core';
import type { Pass, Rule } from '@gnp/core';
import { createModel, trainableVariables } from '@gnp/models';
import { applyUpdates, sgd } from '@gnp/optim';

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
const parameters = trainableVariables(network);

/** 512 units, twice: without convolutions, whose gradients stock wasm cannot compute. */
function mlp(): tf.LayersModel {
  const dense = (units: number, activation?: 'relu') => tf.layers.dense({ units, activation });
  const flatten = tf.layers.flatten({ inputShape: [size, size, channels] });
  return tf.sequential({ layers: [flatten, dense(512, 'relu'), dense(512, 'relu'), dense(10)] });
}
const x = tf.randomNormal([batch, size, size, channels], 0, 1, 'float32', 1);
const labels = Array.from({ length: batch }, (_, i) => i % 10);
const y = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 10), 'float32');
const lossFn = (pass: Pass) =>
  tf.tidy(() => {
    const logits = network.apply(x, { training: true, ...pass }) as tf.Tensor2D;
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(logits)), 1))) as tf.Scalar;
  });
const optimizer = sgd({ learningRate: 1e-3 });
let state = optimizer.init(parameters);

function step(rule: Rule): void {
  const { loss, gradients, diagnostics } = computeGradient(rule, lossFn, parameters, { step: 0 });
  state = applyUpdates(optimizer, parameters, gradients, state, 0);
  loss.dataSync();
  tf.dispose([loss, gradients]);
  diagnostics.dispose();
}
function forward(): void {
  const batchStatistics = 'keep' as const;
  const shares = { microBatch: 0, microBatches: 1, trueGradient: false };
  const pass = { index: 0, step: 0, seed: 0, batchStatistics, ...shares };
  tf.tidy(() => lossFn(pass).dataSync());
}
function timed(f: () => void): number {
  const start = performance.now();
  f();
  return performance.now() - start;
}

// interleaved, so that a disturbance of the machine meets all three alike
const rules = { plain: plain(), gnp: gnp({ r: 0.05, alpha: 0.8 }) };
const times: Record<keyof StepTimes, number[]> = { forwardMs: [], plainMs: [], gnpMs: [] };
for (let round = -1; round < rounds; round++) {
  const measured = {
    forwardMs: timed(forward),
    plainMs: timed(() => step(rules.plain)),
    gnpMs: timed(() => step(rules.gnp)),
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
