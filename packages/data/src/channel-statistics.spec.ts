import { randomImage, randomSplit } from '../testing/samples.js';
import { channelStatistics, sampleStatistics } from './channel-statistics.js';
import { DatasetError } from './dataset-error.js';

describe('channelStatistics', () => {
  it('gives mean and population deviation of each channel, where 255 is 1', () => {
    const shape = { height: 3, width: 5, channels: 3 };
    const split = randomSplit(7, shape);
    const { mean, std } = channelStatistics([split.images], 3);
    expect(mean).toHaveLength(3);
    for (let c = 0; c < 3; c++) {
      const values = [...split.images].filter((_, i) => i % 3 === c).map((v) => v / 255);
      const average = values.reduce((a, b) => a + b) / values.length;
      const variance = values.reduce((a, v) => a + (v - average) ** 2, 0) / values.length;
      expect(mean[c]).toBeCloseTo(average, 12);
      expect(std[c]).toBeCloseTo(Math.sqrt(variance), 12);
    }
  });

  it('refuses a constant channel, and no images', () => {
    const images = [Uint8Array.from([1, 7, 2, 7]), Uint8Array.from([3, 7])];
    expect(() => channelStatistics(images, 2)).toThrow(DatasetError);
    expect(() => channelStatistics(images, 2)).toThrow('Channel 1 has the value 7 in every pixel');
    expect(() => channelStatistics([], 1)).toThrow('No images');
  });

  it('is the same of images read one by one, of any size, or of some of them', async () => {
    const images = [1, 2, 3, 4].map((height) =>
      randomImage({ height, width: 3, channels: 2 }, height),
    );
    const read = (index: number) => Promise.resolve(images[index]);
    const source = { count: 4, labels: new Int32Array(4), read };
    const all = images.map(({ pixels }) => pixels);
    expect(await sampleStatistics(source)).toEqual(channelStatistics(all, 2));
    const some = await sampleStatistics(source, { most: 1, seed: 1 });
    const each = all.map((pixels) => channelStatistics([pixels], 2));
    expect(each).toContainEqual(some);
    images[2] = randomImage({ height: 1, width: 1, channels: 1 }, 0);
    await expect(sampleStatistics(source)).rejects.toThrow('Image 2 has 1 channels, others have 2');
  });
});
