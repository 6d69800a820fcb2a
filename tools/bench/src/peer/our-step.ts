// Started by driver.ts: GNP training steps on one of our backends, by default onednn, the counterpart
// of peers/torch_step.py.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { profileKernels, useBackend } from '@gnp/backends';
import type { Precision } from '@gnp/backends';
import { gnp, plain } from '@gnp/core';
import { countParameters, createModel } from '@gnp/models';
import { adamW, chain, clipByGlobalNorm, sgd } from '@gnp/optim';
import { trainStep } from '@gnp/trainer';
import type { StepTaken } from '@gnp/trainer';

const [name, precision, batchText, threads, backendName = 'onednn'] = process.argv.slice(2);
const batch = Number(batchText);

tf.enableProdMode();
const backend = await useBackend(backendName, {
  threads: Number(threads),
  precision: precision as Precision,
});

const model = createModel(name);
const images = tf.randomNormal([batch, 32, 32, 3], 0, 1, 'float32', 1);
const classes = Array.from({ length: batch }, (_, i) => i % 10);
const labels = tf.tensor1d(classes, 'int32');
const optimizer = chain(
  clipByGlobalNorm(5),
  name.startsWith('vit')
    ? adamW({ learningRate: 1e-3, weightDecay: 0.3 })
    : sgd({ learningRate: 0.1, weightDecay: 1e-3 }),
);
const steps = {
  gnp: trainStep({ model, rule: gnp({ r: 0.1, alpha: 0.8 }), optimizer }),
  plain: trainStep({ model, rule: plain(), optimizer }),
};
let state = steps.plain.firstState();
let count = 0;

/** Both rules move the same model by the same optimizer; neither has a state. */
function take(rule: keyof typeof steps): StepTaken {
  const given = { images: images.clone(), labels: labels.clone() };
  const taken = steps[rule].take(given, state, { step: count++ });
  ({ state } = taken);
  return taken;
}

/** Floating-point operations a second of a large product: the best of ten. */
function matmulRate(): number {
  const size = 2048;
  return tf.tidy(() => {
    const [a, b] = [tf.randomNormal([size, size]), tf.randomNormal([size, size])];
    let best = Infinity;
    for (let i = 0; i < 10; i++) {
      const started = performance.now();
      tf.matMul(a, b).dispose();
      best = Math.min(best, performance.now() - started);
    }
    return best;
  });
}

/** Of the convolutions and products of a GNP step. */
async function operations(): Promise<number> {
  let taken: StepTaken | undefined;
  const { kernels } = profileKernels(() => void (taken = take('gnp')));
  await taken?.numbers();
  return kernels.reduce((total, { operations }) => total + (operations ?? 0), 0);
}

function peakMebibytes(): number {
  const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

const answer = (values: object) => void console.log(JSON.stringify(values));

answer({
  parameters: countParameters(model),
  version: `${backend.name}, TensorFlow.js ${tf.version.tfjs}`,
});
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'rate') answer({ rate: (2 * 2048 ** 3 * 1000) / matmulRate() });
  else if (command === 'memory') answer({ mebibytes: peakMebibytes() });
  else if (command === 'operations') answer({ operations: await operations() });
  else {
    const started = performance.now();
    const { loss } = await take(command as keyof typeof steps).numbers();
    answer({ milliseconds: performance.now() - started, loss });
  }
}
