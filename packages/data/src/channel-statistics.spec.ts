import { randomSplit } from '../testing/samples.js';
import { channelStatistics } from './channel-statistics.js';
import { DatasetError } from './dataset-error.js';

describe('channelStatistics', () => {
  it('gives mean and population deviation of each channel, where 255 is 1', () => {
    const shape = { height: 3, width: 5, channels: 3 };
    const split = randomSplit(7, shape);
    const { mean, std } = channelStatistics(split, 3);
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
    const images = Uint8Array.from([1, 7, 2, 7, 3, 7]);
    const split = { images, labels: new Int32Array(3), count: 3 };
    expect(() => channelStatistics(split, 2)).toThrow(DatasetError);
    expect(() => channelStatistics(split, 2)).toThrow('Channel 1 has the value 7 in every pixel');
    const empty = { images: new Uint8Array(0), labels: new Int32Array(0), count: 0 };
    expect(() => channelStatistics(empty, 1)).toThrow('No images');
  });
});
