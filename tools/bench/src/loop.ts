import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { computeGradient, gnp } from '@gnp/core';
import type { Pass } from '@gnp/core';
import { createLoader, loadDataset } from '@gnp/data';
import { createModel, trainableVariables } from '@gnp/models';
import { applyUpdates, sgd } from '@gnp/optim';
import { normalizer, train } from '@gnp/trainer';
import { createRunFolder, recordRun } from '@gnp/trainer/node';
import { median, quantile } from './statistics.js';

const options = {
  model: { type: 'string', default: 'resnet8' },
  batch: { type: 'string', default: '64' },
  epochs: { type: 'string', default: '3' },
  rounds: { type: 'string', default: '11' },
  backend: { type: 'string', default: 'auto' },
} as const;

/**
 * `npm run bench -- loop`: epochs of the digits by the trainer, with all that `gnp train` records, beside
 * the same epochs by the loop of a program that uses nothing but the gradient and the optimizer.
 */
export async function benchLoop(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const [batchSize, epochs, rounds] = [values.batch, values.epochs, values.rounds].map(Number);
  tf.enableProdMode();
  const backend = await useBackend(values.backend);
  const dataset = loadDataset({ name: 'digits' });
  const data = createLoader(dataset.train, dataset, { batchSize });
  const { height, width, channels, classes } = dataset;
  const model = createModel(values.model, { classes, channels, imageSize: [height, width] });
  const rule = gnp({ r: 0.05, alpha: 0.8 });
  const optimizer = sgd({ learningRate: 1e-3 });
  const preprocess = normalizer(dataset);
  const parameters = trainableVariables(model);

  const byTrainer = async () => {
    const dir = mkdtempSync(join(tmpdir(), 'gnp-bench-'));
    const started = performance.now();
    const callbacks = recordRun(await createRunFolder(dir, { bench: 'loop' }));
    await train({ model, data, rule, optimizer, preprocess, epochs, callbacks });
    const elapsed = performance.now() - started;
    rmSync(dir, { recursive: true });
    return elapsed;
  };
  const byHand = () => {
    const started = performance.now();
    let state = optimizer.init(parameters);
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const { images, shape, labels } of data.epoch(epoch)) {
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
    return performance.now() - started;
  };

  const times: [number, number][] = [];
  for (let round = -2; round < rounds; round++) {
    const pair: [number, number] =
      round % 2 === 0
        ? [await byTrainer(), byHand()]
        : ([byHand(), await byTrainer()].reverse() as [number, number]);
    if (round >= 0) times.push(pair);
  }
  const ratios = times.map(([trainer, hand]) => trainer / hand);
  const perStep = (of: 0 | 1) =>
    median(times.map((pair) => pair[of])) / (epochs * data.batchesPerEpoch);
  console.log(`${values.model} on digits, batch ${batchSize}, backend ${backend.name}`);
  console.log(`trainer, run folder and all: ${perStep(0).toFixed(2)} ms a step`);
  console.log(`loop by hand:                ${perStep(1).toFixed(2)} ms a step`);
  const [low, high] = [0.25, 0.75].map((q) => quantile(ratios, q).toFixed(3));
  console.log(`ratio ${median(ratios).toFixed(3)} [${low}–${high}], ${rounds} rounds in turns`);
}
