import { scalar, tensor1d, tensor2d } from '@tensorflow/tfjs';
import { loadConfig } from '../config/load-config.js';
import { buildOptimizer } from './build-optimizer.js';

const parameters = () => ({ kernel: tensor2d([[2]]), bias: tensor1d([2]) });
const zeros = () => ({ kernel: tensor2d([[0]]), bias: tensor1d([0]) });

/** What an optimizer of the quickstart adds to the parameters at a step, by weight decay alone. */
async function decay(step: number, ...optimizer: string[]) {
  const set = ['optimizer.momentum=0', ...optimizer.map((setting) => `optimizer.${setting}`)];
  const { config } = await loadConfig('quickstart', { set });
  const transform = buildOptimizer(config, () => 1, 10);
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
