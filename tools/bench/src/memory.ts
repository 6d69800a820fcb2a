import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { gnp } from '@gnp/core';
import { createLoader } from '@gnp/data';
import { readDigits } from '@gnp/data/node';
import { createModel } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { normalizer, train } from '@gnp/trainer';
import type { Callback } from '@gnp/trainer';
import { createRunFolder, recordRun } from '@gnp/trainer/node';

const options = {
  model: { type: 'string', default: 'resnet8' },
  batch: { type: 'string', default: '64' },
  steps: { type: 'string', default: '2000' },
  backend: { type: 'string', default: 'auto' },
} as const;

const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1).padStart(8);

/**
 * `npm run bench -- memory`: what a training with its tests, checkpoints and logs holds on its way, ten times. The heap is
 * collected first where node runs with `--expose-gc`.
 */
export async function benchMemory(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const { name } = await useBackend(values.backend);
  tf.enableProdMode();
  const [batchSize, steps] = [values.batch, values.steps].map(Number);
  const dataset = readDigits();
  const data = createLoader(dataset.train, { batchSize });
  const { channels, classes } = dataset;
  const dir = mkdtempSync(join(tmpdir(), 'gnp-bench-'));
  console.log(`${values.model} on digits, batch ${batchSize}, backend ${name}; MiB\n`);
  console.log('   step   tensors     bytes      heap   process');
  const every = Math.ceil(steps / 10);
  const look: Callback = {
    name: 'look',
    onStepEnd: (_, { step }) => {
      if (step % every !== 0 && step !== every / 2) return;
      globalThis.gc?.();
      const { numTensors, numBytes } = tf.memory();
      const { heapUsed, rss } = process.memoryUsage();
      const sizes = [numBytes, heapUsed, rss].map(mebibytes).join('  ');
      console.log(`${String(step).padStart(7)}  ${String(numTensors).padStart(8)}  ${sizes}`);
    },
  };
  try {
    await train({
      model: createModel(values.model, { classes, channels, imageSize: [8, 8] }),
      data,
      testData: createLoader(dataset.test, { batchSize: 256, shuffle: false }),
      rule: gnp({ r: 0.05, alpha: 0.8 }),
      optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }),
      preprocess: normalizer(dataset),
      epochs: Math.ceil(steps / data.batchesPerEpoch),
      steps,
      callbacks: [look, ...recordRun(await createRunFolder(dir, { bench: 'memory' }))],
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
}
