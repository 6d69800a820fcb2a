import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { allRules, computeGradient, initialState } from '@gnp/core';
import type { Pass, Rule, RuleFactory } from '@gnp/core';
import { createModel, trainableVariables } from '@gnp/models';
import { softmaxCrossEntropy } from '@gnp/ops';
import { applyUpdates, sgd } from '@gnp/optim';
import { foldIn, permutation } from '@gnp/random';
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
  const network = createModel(values.model);
  const parameters = trainableVariables(network);
  const images = tf.randomNormal([batch, 32, 32, 3], 0, 1, 'float32', 1);
  const classes = Array.from({ length: batch }, (_, i) => i % 10);
  const labels = tf.oneHot(tf.tensor1d(classes, 'int32'), 10).toFloat() as tf.Tensor2D;
  const lossFn = (pass: Pass) => {
    const logits = network.apply(images, { training: true, ...pass }) as tf.Tensor2D;
    return softmaxCrossEntropy(logits, labels);
  };
  const optimizer = sgd({ learningRate: 1e-3 });
  let optimizerState = optimizer.init(parameters);

  const takeStep = (contender: Contender): number => {
    const { rule, state, step } = contender;
    const result = computeGradient(rule, lossFn, parameters, { step, state });
    optimizerState = applyUpdates(optimizer, parameters, result.gradients, optimizerState, 0);
    result.loss.dataSync();
    const { passes } = result.diagnostics;
    tf.dispose([result.loss, result.gradients, state]);
    result.diagnostics.dispose();
    contender.state = result.state;
    contender.step++;
    return passes;
  };
  const takePeriod = (contender: Contender) => {
    const started = performance.now();
    const passes = Array.from({ length: period }, () => takeStep(contender));
    contender.times.push((performance.now() - started) / period);
    contender.passes.push(passes.reduce((sum, count) => sum + count, 0) / period);
  };

  const contenders = allRules.map((factory): Contender => {
    const rule = ruleOf(factory);
    const state = initialState(rule, parameters);
    return { rule, state, step: 0, times: [], passes: [], peakBytes: 0 };
  });
  for (const contender of contenders) {
    for (let i = 0; i < period; i++) takeStep(contender);
    const { peakBytes } = await tf.profile(() => void takeStep(contender));
    contender.peakBytes = peakBytes;
    contender.step = 0;
  }
  for (let round = 0; round < rounds; round++) {
    const order = permutation(contenders.length, foldIn(0, 'order', round));
    for (const i of order) takePeriod(contenders[i]);
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
