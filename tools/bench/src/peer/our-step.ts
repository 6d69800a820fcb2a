// Started by driver.ts: GNP training steps on the onednn backend, the counterpart of
// peers/torch_step.py.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import type { OnednnBackend } from '@gnp/backend-onednn';
import { profileKernels, useBackend } from '@gnp/backends';
import { computeGradient, gnp, plain } from '@gnp/core';
import type { Pass, Rule } from '@gnp/core';
import { countParameters, createModel, trainableVariables } from '@gnp/models';
import { softmaxCrossEntropy } from '@gnp/ops';
import { adamW, applyUpdates, chain, clipByGlobalNorm, sgd } from '@gnp/optim';

const [name, precision, batchText, threads] = process.argv.slice(2);
const batch = Number(batchText);

tf.enableProdMode();
await useBackend('onednn');
const backend = tf.backend() as OnednnBackend;
backend.threads = Number(threads);
backend.precision = precision as 'f32' | 'bf16';

const network = createModel(name);
const parameters = trainableVariables(network);
const images = tf.randomNormal([batch, 32, 32, 3], 0, 1, 'float32', 1);
const classes = Array.from({ length: batch }, (_, i) => i % 10);
const labels = tf.oneHot(tf.tensor1d(classes, 'int32'), 10).toFloat() as tf.Tensor2D;
const optimizer = chain(
  clipByGlobalNorm(5),
  name.startsWith('vit')
    ? adamW({ learningRate: 1e-3, weightDecay: 0.3 })
    : sgd({ learningRate: 0.1, weightDecay: 1e-3 }),
);
const rules: Record<string, Rule> = { gnp: gnp({ r: 0.1, alpha: 0.8 }), plain: plain() };
let state = optimizer.init(parameters);
let steps = 0;

const lossFn = (pass: Pass) =>
  tf.tidy(() => {
    const logits = network.apply(images, { training: true, ...pass }) as tf.Tensor2D;
    return tf.mean<tf.Scalar>(softmaxCrossEntropy(logits, labels));
  });

function step(rule: Rule): number {
  const result = computeGradient(rule, lossFn, parameters, { step: steps });
  state = applyUpdates(optimizer, parameters, result.gradients, state, steps++);
  const [loss] = result.loss.dataSync();
  tf.dispose([result.loss, result.gradients]);
  result.diagnostics.dispose();
  return loss;
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

/** Of the convolutions and products of a step. */
function operationsOf(rule: Rule): number {
  const { kernels } = profileKernels(() => void step(rule));
  return kernels.reduce((total, { operations }) => total + (operations ?? 0), 0);
}

function peakMebibytes(): number {
  const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

const answer = (values: object) => void console.log(JSON.stringify(values));

answer({
  parameters: countParameters(network),
  version: `onednn, TensorFlow.js ${tf.version.tfjs}`,
});
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'rate') answer({ rate: (2 * 2048 ** 3 * 1000) / matmulRate() });
  else if (command === 'memory') answer({ mebibytes: peakMebibytes() });
  else if (command === 'operations') answer({ operations: operationsOf(rules.gnp) });
  else {
    const started = performance.now();
    const loss = step(rules[command]);
    answer({ milliseconds: performance.now() - started, loss });
  }
}
