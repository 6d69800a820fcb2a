import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMetrics } from '@gnp/trainer/node';

/** A rule of one's own, with a memory, as a user writes it: plain JavaScript in a file of theirs. */
const smoothSam = `import { along, defineRule, gradient, mix } from '@gnp/core';
import { number, share } from '@gnp/options';

export const smoothSam = defineRule({
  name: 'smooth-sam',
  title: 'SAM along the mean of the gradients so far',
  formula: 'm ← λ m + (1-λ) g₁, g = ∇L(θ + ρ m/‖m‖)',
  use: 'To see that a rule of your own trains.',
  options: { rho: number('radius'), decay: share('decay λ of the mean', { default: 0.9 }) },
  memory: { mean: 'zeros' },
  *step({ rho, decay }, { memory }) {
    const g1 = yield* gradient();
    const mean = mix([decay, memory.mean], [1 - decay, g1]);
    const follow = yield* gradient(along(mean, rho));
    return { follow, remember: { mean } };
  },
});
`;

/** What a program does with it, in LayersModel.fit. */
const program = `import * as tf from '@tensorflow/tfjs';
import { penalized } from '@gnp/core';
import { smoothSam } from './smooth-sam.mjs';

const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 1 })] });
const optimizer = penalized(tf.train.sgd(0.1), smoothSam({ rho: 0.05 }));
model.compile({ optimizer, loss: 'meanSquaredError' });
const x = tf.tensor2d([[0, 0], [0, 1], [1, 0], [1, 1]]);
const { history } = await model.fit(x, tf.sum(x, 1, true), { epochs: 20, verbose: 0 });
const weights = (await optimizer.getWeights()).map(({ name }) => name);
const { passes } = optimizer.diagnostics;
console.log(JSON.stringify({ loss: history.loss, passes, weights, rule: optimizer.rule.config() }));
`;

const root = fileURLToPath(new URL('../../../', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gnp-own-'));
  writeFileSync(join(folder, 'smooth-sam.mjs'), smoothSam);
  writeFileSync(join(folder, 'program.mjs'), program);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program there, in a process of its own. */
const node = (cwd: string, ...args: string[]) =>
  execFileSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const gnp = (cwd: string, ...args: string[]) =>
  node(cwd, join(root, 'packages/cli/bin/gnp.js'), ...args);

/** Test figures of a run: what does not depend on the time. */
const tests = (run: string) =>
  readMetrics(join(run, 'metrics.jsonl')).flatMap((line) =>
    line.split === 'test' ? [{ step: line.step, loss: line.loss, errorRate: line.errorRate }] : [],
  );

test("a rule of one's own takes fewer than 20 lines", () => {
  expect(smoothSam.trimEnd().split('\n').length).toBeLessThan(20);
});

test('the command trains with it, evaluates, and goes on after a stop with the same bits', () => {
  const run = join(folder, 'run');
  const settings = [
    'imports=[smooth-sam.mjs]',
    'rule.name=smooth-sam',
    'rule.rho=0.05',
    'dataset.trainImages=96',
    'batchSize=32',
    'epochs=2',
    'checkpointEveryEpochs=1',
    'logEverySteps=1',
    'backend=wasm',
  ];
  const set = settings.flatMap((setting) => ['--set', setting]);
  gnp(folder, 'train', 'quickstart', '--working-dir', run, ...set);
  const config = readFileSync(join(run, 'config.yaml'), 'utf8');
  expect(config).toContain(`imports:\n  - ${join(folder, 'smooth-sam.mjs')}\n`);
  expect(config).toContain('rule:\n  name: smooth-sam\n  rho: 0.05\n  decay: 0.9\n');
  const trained = readMetrics(join(run, 'metrics.jsonl')).filter(({ split }) => split === 'train');
  expect(trained.at(-1)).toMatchObject({
    step: 6,
    passes: 2,
    rule: { name: 'smooth-sam', rho: 0.05, decay: 0.9 },
  });

  // from another folder: the configuration says where the rule is
  const expected = tests(run);
  const evaluated = JSON.parse(gnp(tmpdir(), 'eval', run, '--json')) as object;
  expect(evaluated).toMatchObject(expected.at(-1)!);

  const checkpoints = join(run, 'checkpoints');
  const [, last] = readdirSync(checkpoints).sort();
  rmSync(join(checkpoints, last), { recursive: true });
  gnp(tmpdir(), 'train', '--resume', '--working-dir', run);
  expect(readdirSync(checkpoints)).toContain(last);
  expect(tests(run)).toEqual(expected);
});

test('LayersModel.fit trains with it', () => {
  const { loss, passes, weights, rule } = JSON.parse(
    node(folder, 'program.mjs').trim().split('\n').at(-1)!,
  ) as { loss: number[]; passes: number; weights: string[]; rule: object };
  expect(loss.at(-1)).toBeLessThan(loss[0] / 4);
  expect(passes).toBe(2);
  expect(weights.filter((name) => name.startsWith('rule/mean/'))).toHaveLength(2);
  expect(rule).toEqual({ name: 'smooth-sam', options: { rho: 0.05 } });
});
