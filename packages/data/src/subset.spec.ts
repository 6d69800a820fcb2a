import { randomSplit } from '../testing/samples.js';
import { DatasetError } from './dataset-error.js';
import { gather, takeSubset } from './subset.js';

const shape = { height: 2, width: 2, channels: 1 };

function rows(images: Uint8Array): string[] {
  return Array.from({ length: images.length / 4 }, (_, i) => images.slice(4 * i, 4 * i + 4).join());
}

describe('subset', () => {
  it('gathers images and labels in the order asked for', () => {
    const split = randomSplit(5, shape);
    const picked = gather(split, [4, 0, 4]);
    const all = rows(split.images);
    expect(rows(picked.images)).toEqual([all[4], all[0], all[4]]);
    expect([...picked.labels]).toEqual([1, 0, 1]);
    expect(picked.count).toBe(3);
  });

  it('takes different images once each, in their order, by the seed', () => {
    const split = randomSplit(40, shape);
    const all = rows(split.images);
    const positions = (n: number, seed: number) =>
      rows(takeSubset(split, n, seed).images).map((row) => all.indexOf(row));
    const taken = positions(10, 1);
    expect(new Set(taken).size).toBe(10);
    expect(taken).toEqual([...taken].sort((a, b) => a - b));
    expect(positions(10, 1)).toEqual(taken);
    expect(positions(10, 2)).not.toEqual(taken);
    expect(positions(20, 1)).toEqual(expect.arrayContaining(taken));
    expect(takeSubset(split, 40, 3)).toEqual(split);
  });

  it('refuses more images than there are, and impossible numbers', () => {
    const split = randomSplit(4, shape);
    expect(() => takeSubset(split, 5)).toThrow(DatasetError);
    expect(() => takeSubset(split, 5)).toThrow('A subset of 5 images was asked of a split of 4');
    for (const n of [0, -1, 1.5, NaN]) {
      expect(() => takeSubset(split, n)).toThrow(`Subset size is ${n};`);
    }
  });
});
