import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { allRules } from '@gnp/core';
import type { Rule, RuleFactory } from '@gnp/core';
import { createModel } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { foldIn, permutation } from '@gnp/random';
import { trainStep } from '@gnp/trainer';
import type { StepTaken, TrainStep } from '@gnp/trainer';
import { median, quantile } from './statistics.js';

const options = {
  model: { type: 'string', default: 'resnet8' },
  batch: { type: 'string', default: '128' },
  rounds: { type: 'string', default: '15' },
  backend: { type: 'string', default: 'auto' },
} as const;

/** Steps that rules with a period take in a round: a whole period, so that its mean is right. */
const period = 5;

/** One rule's state, and what it was measured to take. */
interface Contender {
  readonly rule: Rule;
  readonly trainStep: TrainStep;
  /** The rule's own state; that of the optimizer is shared. */
  state: tf.NamedTensorMap;
  step: number;
  /** Milliseconds of a step, one figure a round. */
  readonly times: number[];
  readonly passes: number[];
  /** Most bytes of tensors that were alive at once. */
  peakBytes: number;
}

/** `npm run bench -- rules`: every rule on the same model and batch, in turns. */
export async function benchRules(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const [batch, rounds] = [values.batch, values.rounds].map(Number);
  tf.enableProdMode();
  const backend = await useBackend(values.backend);
  const model = createModel(values.model);
  const images = tf.randomNormal([batch, 32, 32, 3], 0, 1, 'float32', 1);
  const classes = Array.from({ length: batch }, (_, i) => i % 10);
  const labels = tf.tensor1d(classes, 'int32');
  const optimizer = sgd({ learningRate: 1e-3 });
  let optimizerState: tf.NamedTensorMap | undefined;

  const take = (contender: Contender): StepTaken => {
    const given = { images: images.clone(), labels: labels.clone() };
    const state = { optimizer: optimizerState!, rule: contender.state };
    const taken = contender.trainStep.take(given, state, { step: contender.step++ });
    optimizerState = taken.state.optimizer;
    contender.state = taken.state.rule;
    return taken;
  };
  const takePeriod = async (contender: Contender) => {
    const started = performance.now();
    const passes: number[] = [];
    for (let i = 0; i < period; i++) {
      const taken = take(contender);
      await taken.numbers();
      passes.push(taken.passes);
    }
    contender.times.push((performance.now() - started) / period);
    contender.passes.push(passes.reduce((sum, count) => sum + count, 0) / period);
  };

  const contenders = allRules.map((factory): Contender => {
    const rule = ruleOf(factory);
    const step = trainStep({ model, rule, optimizer });
    const first = step.firstState();
    if (optimizerState) tf.dispose(first.optimizer);
    else optimizerState = first.optimizer;
    return {
      rule,
      trainStep: step,
      state: first.rule,
      step: 0,
      times: [],
      passes: [],
      peakBytes: 0,
    };
  });
  for (const contender of contenders) {
    for (let i = 0; i < period; i++) await take(contender).numbers();
    let taken: StepTaken;
    const { peakBytes } = await tf.profile(() => void (taken = take(contender)));
    await taken!.numbers();
    contender.peakBytes = peakBytes;
    contender.step = 0;
  }
  for (let round = 0; round < rounds; round++) {
    const order = permutation(contenders.length, foldIn(0, 'order', round));
    for (const i of order) await takePeriod(contenders[i]);
  }

  console.log(`${values.model}, 32×32×3, batch ${batch}, backend ${backend.name}`);
  console.log('time over plain [quartiles]; peak of tensors over plain; passes taken\n');
  for (const contender of contenders) console.log(describe(contender, contenders[0]));
}

/** A rule at work: what it requires is small, and nothing it does is left out. */
function ruleOf(factory: RuleFactory): Rule {
  const { name, options: declared } = factory;
  const needed = Object.entries(declared).filter(([, option]) => option.needed);
  const small = Object.fromEntries(needed.map(([option]) => [option, 0.01]));
  if (name === 'double-backprop') small.gamma = 0.01;
  return factory({ ...small, ...(name === 'look-sam' && { every: period }) });
}

function describe({ rule, times, passes, peakBytes }: Contender, plain: Contender): string {
  const ratios = times.map((ms, round) => ms / plain.times[round]);
  const [low, high] = [0.25, 0.75].map((q) => quantile(ratios, q).toFixed(2));
  return [
    rule.name.padEnd(22),
    `${median(times).toFixed(1).padStart(7)} ms`,
    `${median(ratios).toFixed(2)}× [${low}–${high}]`.padEnd(20),
    `${(peakBytes / plain.peakBytes).toFixed(2)}× of ${Math.round(plain.peakBytes / 2 ** 20)} MiB`,
    `${(passes.reduce((sum, n) => sum + n, 0) / passes.length).toFixed(2)} passes`,
  ].join('  ');
}
