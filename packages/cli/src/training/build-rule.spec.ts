import { loadConfig } from '../config/load-config.js';
import { buildRule } from './build-rule.js';

const rule = async (...set: string[]) =>
  buildRule((await loadConfig('quickstart', { set })).config, 10);

test('ramps of a rule and the warmup of gnp are measured in epochs', async () => {
  const ramp = await rule('rule.r={ from: 0, to: 0.4, epochs: 4 }');
  expect([0, 20, 40].map((step) => ramp.numbersAt(step).r)).toEqual([0, 0.2, 0.4]);
  const warm = await rule('rule.r=0.4', 'rule.warmup=r', 'rule.warmupEpochs=2');
  expect([0, 10, 20].map((step) => warm.numbersAt(step).r)).toEqual([0, 0.2, 0.4]);
});

test('what is set around a rule stands around it, in order', async () => {
  const settings = ['only=[a]', 'clipEach=5', 'interval=2', 'probability=0.5'];
  const { name, rule: inner } = (
    await rule(...settings.map((setting) => `rule.${setting}`))
  ).config();
  expect([name, inner?.name, inner?.rule?.name, inner?.rule?.rule?.name]).toEqual([
    'randomly',
    'every',
    'clipped',
    'only',
  ]);
});

test('a probability may be a ramp', async () => {
  const made = await rule('rule.probability={ from: 0, to: 1, epochs: 3 }');
  expect(() => made.config()).toThrow("'p' of 'randomly' is a function");
});
