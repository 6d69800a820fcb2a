// Run by loop.ts in a process of its own, since what a loop leaves to be collected another
// would pay for: takes epochs of the digits in one of three ways, and prints milliseconds of a step.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { computeGradient, gnp } from '@gnp/core';
import type { Pass } from '@gnp/core';
import { createLoader } from '@gnp/data';
import { readDigits } from '@gnp/data/node';
import { createModel, trainableVariables } from '@gnp/models';
import { applyUpdates, sgd } from '@gnp/optim';
import { normalizer, train } from '@gnp/trainer';
import { createRunFolder, recordRun } from '@gnp/trainer/node';

const [contender, modelName, batchText, epochsText, backendName] = process.argv.slice(2);
const [batchSize, epochs] = [batchText, epochsText].map(Number);

tf.enableProdMode();
await useBackend(backendName);
const dataset = readDigits();
const data = createLoader(dataset.train, { batchSize });
const { channels, classes } = dataset;
const model = createModel(modelName, { classes, channels, imageSize: [8, 8] });
const rule = gnp({ r: 0.05, alpha: 0.8 });
const optimizer = sgd({ learningRate: 1e-3 });
const preprocess = normalizer(dataset);
const parameters = trainableVariables(model);

const settings = { model, data, rule, optimizer, preprocess, epochs };
const byTrainer = async () => void (await train(settings));
const recorded = async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gnp-bench-'));
  const callbacks = recordRun(await createRunFolder(dir, { bench: 'loop' }));
  await train({ ...settings, callbacks });
  rmSync(dir, { recursive: true });
};
const byHand = async () => {
  let state = optimizer.init(parameters);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for await (const { images, shape, labels } of data.epoch(epoch)) {
      const [x, y] = tf.tidy(() => [
        preprocess(tf.tensor(images, [...shape], 'int32')),
        tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32'),
      ]);
      const lossFn = (pass: Pass) => {
        const logits = model.apply(x, { training: true, ...pass }) as tf.Tensor2D;
        return tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(y, logits);
      };
      const result = computeGradient(rule, lossFn, parameters, { step });
      state = applyUpdates(optimizer, parameters, result.gradients, state, step++);
      result.loss.dataSync();
      tf.dispose([x, y, result.loss, result.gradients]);
      result.diagnostics.dispose();
    }
  }
  tf.dispose(state);
};

const contenders: Record<string, () => void | Promise<void>> = {
  'loop by hand': byHand,
  trainer: byTrainer,
  'with a run folder': recorded,
};
const take = contenders[contender];
await take(); // kernels and code are compiled
const started = performance.now();
await take();
console.log((performance.now() - started) / (epochs * data.batchesPerEpoch));
