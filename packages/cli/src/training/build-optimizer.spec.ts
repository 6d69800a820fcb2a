import { scalar, tensor1d, tensor2d } from '@tensorflow/tfjs';
import { loadConfig } from '../config/load-config.js';
import type { Config } from '../config/schema.js';
import { buildOptimizer, learningRateOf } from './build-optimizer.js';

const parameters = () => ({ kernel: tensor2d([[2]]), bias: tensor1d([2]) });
const zeros = () => ({ kernel: tensor2d([[0]]), bias: tensor1d([0]) });

/** What an optimizer of the quickstart adds to the parameters at a step, by weight decay alone. */
async function decay(step: number, ...optimizer: string[]) {
  const rate = 'learningRate={ schedule: constant, peak: 1 }';
  const set = [rate, 'optimizer.momentum=0', ...optimizer.map((setting) => `optimizer.${setting}`)];
  const { config } = await loadConfig('quickstart', { set });
  const transform = buildOptimizer(config, 10);
  const { updates } = transform.update(zeros(), { none: scalar(0) }, parameters(), step);
  return Object.values(updates).map((update) => update.dataSync()[0] + 0);
}

test('a mask of a recipe says which parameters decay', async () => {
  expect(await decay(0, 'weightDecay=0.5')).toEqual([-1, -1]);
  expect(await decay(0, 'weightDecay=0.5', 'decayMask=kernels')).toEqual([-1, 0]);
  expect(await decay(0, 'weightDecay=0.5', 'decayMask=[bia*]')).toEqual([0, -1]);
});

test('a weight decay may be a ramp, in epochs', async () => {
  const ramp = 'weightDecay={ from: 0, to: 0.5, epochs: 2 }';
  const kernel = async (step: number) => (await decay(step, ramp))[0];
  expect([await kernel(0), await kernel(10), await kernel(20)]).toEqual([0, -0.5, -1]);
});

const at = (learningRate: Config['learningRate'], steps: number[]) =>
  steps
    .map(learningRateOf({ learningRate, epochs: 10 }, 100))
    .map((rate) => Number(rate.toFixed(6)));

test('cosine warms up, then falls to its end', () => {
  const config = { schedule: 'cosine', peak: 1, warmupEpochs: 2, end: 0.1 } as const;
  expect(at(config, [0, 100, 200, 600, 1000])).toEqual([0, 0.5, 1, 0.55, 0.1]);
});

test('every schedule warms up', () => {
  const warm = { peak: 1, warmupEpochs: 1 };
  expect(at({ schedule: 'constant', ...warm }, [50, 100, 999])).toEqual([0.5, 1, 1]);
  expect(
    at({ schedule: 'piecewise', ...warm, epochs: [3, 6], factor: 0.1 }, [50, 299, 300, 600]),
  ).toEqual([0.5, 1, 0.1, 0.01]);
  expect(at({ schedule: 'exponential', ...warm, remaining: 0.01 }, [50, 100, 550, 1000])).toEqual([
    0.5, 1, 0.1, 0.01,
  ]);
});
