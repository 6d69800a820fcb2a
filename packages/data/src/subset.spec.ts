import { pixelsOf, randomSplit } from '../testing/samples.js';
import { DatasetError } from './dataset-error.js';
import type { ImageSource } from './image-source.js';
import { selectImages, withLabels } from './select-images.js';
import { takeSubset } from './subset.js';

const shape = { height: 2, width: 2, channels: 1 };

const rows = async (source: ImageSource) => (await pixelsOf(source)).map((pixels) => pixels.join());

describe('a selection of images', () => {
  it('has images and labels in the order asked for, and copies nothing', async () => {
    const split = randomSplit(5, shape);
    const picked = selectImages(split, Uint32Array.of(4, 0, 4));
    const all = await rows(split);
    expect(await rows(picked)).toEqual([all[4], all[0], all[4]]);
    expect([[...picked.labels], picked.count, picked.shape]).toEqual([[1, 0, 1], 3, shape]);
    const { pixels } = await picked.read(0);
    expect(pixels.buffer).toBe(split.images.buffer);
  });

  it('tells workers where its images are, be it part of a part', () => {
    const portable = { module: 'file:///x.js', argument: 7 };
    const source = {
      count: 5,
      labels: new Int32Array(5),
      read: randomSplit(5, shape).read,
      portable,
    };
    const part = selectImages(source, Uint32Array.of(4, 2, 0));
    const again = selectImages(withLabels(part, Int32Array.of(2, 1, 0)), Uint32Array.of(2, 1));
    expect(part.portable).toEqual({ ...portable, indices: Uint32Array.of(4, 2, 0) });
    expect(again.portable).toEqual({ ...portable, indices: Uint32Array.of(0, 2) });
    expect([...again.labels]).toEqual([0, 1]);
  });
});

describe('takeSubset', () => {
  it('takes different images once each, in their order, by the seed', async () => {
    const split = randomSplit(40, shape);
    const all = await rows(split);
    const positions = async (n: number, seed: number) =>
      (await rows(takeSubset(split, n, seed))).map((row) => all.indexOf(row));
    const taken = await positions(10, 1);
    expect(new Set(taken).size).toBe(10);
    expect(taken).toEqual([...taken].sort((a, b) => a - b));
    expect(await positions(10, 1)).toEqual(taken);
    expect(await positions(10, 2)).not.toEqual(taken);
    expect(await positions(20, 1)).toEqual(expect.arrayContaining(taken));
    expect(await rows(takeSubset(split, 40, 3))).toEqual(all);
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
