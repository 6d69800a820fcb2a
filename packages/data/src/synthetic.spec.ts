import { pixelsOf } from '../testing/samples.js';
import { channelStatistics } from './channel-statistics.js';
import { synthetic } from './synthetic.js';

describe('synthetic images', () => {
  it('have the shape, classes and numbers asked for', async () => {
    const set = synthetic({ train: 30, test: 7, classes: 4, height: 5, width: 6, channels: 2 });
    expect([set.train.count, set.test.count, set.classNames.length]).toEqual([30, 7, 4]);
    for (const pixels of await pixelsOf(set.train)) expect(pixels).toHaveLength(60);
    expect(new Set(set.train.labels)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('follow from the seed and the index, and none is like another', async () => {
    const images = async (seed: number) =>
      (await pixelsOf(synthetic({ seed, train: 20 }).train)).join('|');
    expect(await images(1)).toBe(await images(1));
    expect(await images(1)).not.toBe(await images(2));
    const { train, test } = synthetic({ train: 20, test: 20 });
    const all = [...(await pixelsOf(train)), ...(await pixelsOf(test))].map(String);
    expect(new Set(all).size).toBe(40);
  });

  it('have about the statistics that they say', async () => {
    const { train, mean, std } = synthetic({ train: 100 });
    const found = channelStatistics(await pixelsOf(train), 3);
    for (let c = 0; c < 3; c++) {
      expect(Math.abs(found.mean[c] - mean[c])).toBeLessThan(0.05);
      expect(Math.abs(found.std[c] - std[c])).toBeLessThan(0.08);
    }
  });
});
