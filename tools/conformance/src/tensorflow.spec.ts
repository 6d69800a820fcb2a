import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMetrics } from '@gnp/trainer/node';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs a program in a process of its own, as the library is loaded once and reads its settings then. */
function output(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
const program = (code: string) =>
  output(
    '--input-type=module',
    '--eval',
    `import * as tf from '@tensorflow/tfjs';
     import { useBackend } from '@gnp/backends';
     tf.enableProdMode();
     ${code}`,
  );

// built by tools/tfjs-node; CI says where it is not
const describeBuilt = process.env.GNP_TFJS_NODE ? describe : describe.skip;

describeBuilt('the tensorflow backend on the real library', () => {
  it('says what it is', () => {
    expect(
      program(`
        const { name, version, notes } = await useBackend('tensorflow');
        console.log([name, version, ...notes].join('|'));`),
    ).toMatch(
      /^tensorflow\|4\.22\.0\|Loaded from @tensorflow\/tfjs-node\.\|TensorFlow 2\.\d+\.\d+ on the CPU\.\n$/,
    );
  });

  it('computes with as many threads as it is told', () => {
    const threads = (count: number) =>
      Number(
        program(`
          import { readdirSync } from 'node:fs';
          await useBackend('tensorflow', { threads: ${count} });
          tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync();
          console.log(String(readdirSync('/proc/self/task').length));`),
      );
    expect(threads(5) - threads(1)).toBe(4);
  });

  it('refuses another number of threads once it is loaded, and bf16', () => {
    const said = program(`
      const { name } = await useBackend('tensorflow', { threads: 1 });
      const again = (options) => useBackend('tensorflow', options).then(() => 'done', String);
      for (const options of [{ threads: 1 }, { threads: 2 }, { precision: 'bf16' }])
        console.log(await again(options));`).split('\n');
    expect(said[0]).toBe('done');
    expect(said[1]).toContain('TensorFlow is loaded already, with 1 threads, and cannot change');
    expect(said[2]).toContain("precision bf16 needs 'onednn'");
  });

  // by the oneDNN in TensorFlow they would differ from run to run, or the process would end
  it('gives the same gradients again and again on two threads', () => {
    const lines = program(`
      import { createModel, trainableVariables } from '@gnp/models';
      import { softmaxCrossEntropy } from '@gnp/ops';
      await useBackend('tensorflow', { threads: 2 });
      const how = { training: true, seed: 1, batchStatistics: 'keep' };
      for (let i = 0; i < 3; i++) {
        const options = { classes: 4, channels: 2, imageSize: 16, widthMultiplier: 0.06, seed: 1 };
        const model = createModel('resnet18', options);
        const x = tf.randomNormal([3, 16, 16, 2], 0, 1, 'float32', 3);
        const y = tf.oneHot(tf.tensor1d([0, 3, 1], 'int32'), 4).toFloat();
        const loss = () => tf.mean(softmaxCrossEntropy(model.apply(x, how), y));
        const { grads } = tf.variableGrads(loss, Object.values(trainableVariables(model)));
        console.log(Object.values(grads).map((g) => g.norm().dataSync()[0].toPrecision(4)).join());
      }`).split('\n');
    expect(lines[0].split(',').length).toBeGreaterThan(50);
    expect(lines.slice(1, 3)).toEqual([lines[0], lines[0]]);
  });

  it('leaves no tensors behind in training steps', () => {
    const counts = program(`
      import { gnp } from '@gnp/core';
      import { createModel } from '@gnp/models';
      import { adamW, chain, clipByGlobalNorm } from '@gnp/optim';
      import { trainStep } from '@gnp/trainer';
      await useBackend('tensorflow');
      const model = createModel('resnet8', { imageSize: 8, channels: 1 });
      const optimizer = chain(clipByGlobalNorm(5), adamW({ learningRate: 1e-3, weightDecay: 0.1 }));
      const steps = trainStep({ model, rule: gnp({ r: 0.1, alpha: 0.8 }), optimizer });
      let state = steps.firstState();
      for (let step = 0; step < 4; step++) {
        const images = tf.randomNormal([4, 8, 8, 1]);
        const labels = tf.tensor1d([0, 1, 2, 3], 'int32');
        const taken = steps.take({ images, labels }, state, { step });
        ({ state } = taken);
        const { loss } = await taken.numbers();
        if (!Number.isFinite(loss)) throw new Error('The loss is ' + loss);
        console.log(tf.memory().numTensors + ' ' + tf.backend().numDataIds());
      }`).split('\n');
    expect(counts[0]).toMatch(/^\d+ \d+$/);
    expect(counts.slice(1, 4)).toEqual([counts[0], counts[0], counts[0]]);
  });

  it('trains the quickstart by the command', () => {
    const dir = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'run');
    const settings = ['epochs=2', 'dataset.labelNoise=0', 'learningRate.warmupEpochs=0'].map(
      (one) => `--set=${one}`,
    );
    const command = ['train', 'quickstart', '--backend=tensorflow', '--working-dir', dir];
    output(join(root, 'packages/cli/bin/gnp.js'), ...command, ...settings);
    const lines = readMetrics(join(dir, 'metrics.jsonl'));
    const tested = lines.filter(({ split }) => split === 'test');
    // one class in ten would be 0.9
    expect(tested.at(-1)?.errorRate).toBeLessThan(0.3);
  });
});
