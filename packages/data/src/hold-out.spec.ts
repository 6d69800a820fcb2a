import { randomSplit } from '../testing/samples.js';
import { DatasetError } from './dataset-error.js';
import type { ImageDataset, ImageSplit } from './dataset.js';
import { holdOut, stratifiedSplit } from './hold-out.js';

const shape = { height: 2, width: 4, channels: 1 };

function keys({ images, count }: ImageSplit): string[] {
  return Array.from({ length: count }, (_, i) => images.slice(8 * i, 8 * i + 8).join());
}

function perClass({ labels }: ImageSplit): number[] {
  return [0, 1, 2].map((label) => labels.filter((value) => value === label).length);
}

describe('stratifiedSplit', () => {
  it('puts every image into one part, each class in proportion', () => {
    const split = randomSplit(60, shape);
    const { kept, held } = stratifiedSplit(split, 0.25, 5);
    expect(perClass(held)).toEqual([5, 5, 5]);
    expect(perClass(kept)).toEqual([15, 15, 15]);
    expect([...keys(kept), ...keys(held)].sort()).toEqual(keys(split).sort());
    const labelOf = new Map(keys(split).map((key, i) => [key, split.labels[i]]));
    expect(keys(held).map((key) => labelOf.get(key))).toEqual([...held.labels]);
  });

  it('depends on the seed alone', () => {
    const split = randomSplit(60, shape);
    const held = (seed: number) => keys(stratifiedSplit(split, 0.25, seed).held);
    expect(held(1)).toEqual(held(1));
    expect(held(1)).not.toEqual(held(2));
  });

  it('refuses an empty part and an impossible fraction', () => {
    const split = randomSplit(6, shape);
    expect(() => stratifiedSplit(split, 0.1, 0)).toThrow(DatasetError);
    expect(() => stratifiedSplit(split, 0.1, 0)).toThrow('leaves 6 and 0');
    expect(() => stratifiedSplit(split, 0.9, 0)).toThrow('leaves 0 and 6');
    for (const fraction of [0, 1, -0.1, NaN]) {
      expect(() => stratifiedSplit(split, fraction, 0)).toThrow(RangeError);
    }
  });
});

describe('holdOut', () => {
  it('replaces the test split by a part of the training split', () => {
    const dataset: ImageDataset = {
      ...shape,
      name: 'sample',
      classes: 3,
      classNames: ['a', 'b', 'c'],
      mean: [0.5],
      std: [0.25],
      train: randomSplit(30, shape),
      test: randomSplit(9, shape),
    };
    const { train, test, ...rest } = holdOut(dataset, 0.1, 7);
    expect([train.count, test.count]).toEqual([27, 3]);
    expect([...keys(train), ...keys(test)].sort()).toEqual(keys(dataset.train).sort());
    expect({ ...dataset, ...rest }).toEqual(dataset);
  });
});
