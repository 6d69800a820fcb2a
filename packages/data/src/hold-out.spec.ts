import { pixelsOf, randomSplit } from '../testing/samples.js';
import { DatasetError } from './dataset-error.js';
import type { ImageDataset } from './dataset.js';
import { holdOut, stratifiedSplit } from './hold-out.js';
import type { ImageSource } from './image-source.js';

const shape = { height: 2, width: 4, channels: 1 };

const keys = async (source: ImageSource) => (await pixelsOf(source)).map((pixels) => pixels.join());

function perClass({ labels }: ImageSource): number[] {
  return [0, 1, 2].map((label) => labels.filter((value) => value === label).length);
}

describe('stratifiedSplit', () => {
  it('puts every image into one part, each class in proportion', async () => {
    const split = randomSplit(60, shape);
    const { kept, held } = stratifiedSplit(split, 0.25, 5);
    expect(perClass(held)).toEqual([5, 5, 5]);
    expect(perClass(kept)).toEqual([15, 15, 15]);
    const [all, keptKeys, heldKeys] = await Promise.all([split, kept, held].map(keys));
    const labelOf = new Map(all.map((key, i) => [key, split.labels[i]]));
    expect(heldKeys.map((key) => labelOf.get(key))).toEqual([...held.labels]);
    expect([...keptKeys, ...heldKeys].sort()).toEqual(all.sort());
  });

  it('depends on the seed alone', async () => {
    const split = randomSplit(60, shape);
    const held = (seed: number) => keys(stratifiedSplit(split, 0.25, seed).held);
    expect(await held(1)).toEqual(await held(1));
    expect(await held(1)).not.toEqual(await held(2));
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
  it('replaces the test split by a part of the training split', async () => {
    const dataset: ImageDataset = {
      shape,
      channels: 1,
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
    const [all, ...parts] = await Promise.all([dataset.train, train, test].map(keys));
    expect(parts.flat().sort()).toEqual(all.sort());
    expect({ ...dataset, ...rest }).toEqual(dataset);
  });
});
