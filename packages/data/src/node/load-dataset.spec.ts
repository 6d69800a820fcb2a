import { idxFile, randomBytes } from '../../testing/samples.js';
import { withFolder } from '../../testing/temp-folder.js';
import { DatasetError } from '../dataset-error.js';
import { listDatasets, loadDataset } from './load-dataset.js';
import { readDigits } from './readers/digits.js';

const idxFiles = {
  'train-images-idx3-ubyte': idxFile([3, 2, 2], randomBytes(12, 1)),
  'train-labels-idx1-ubyte': idxFile([3], [0, 1, 2]),
  't10k-images-idx3-ubyte': idxFile([1, 2, 2], randomBytes(4, 2)),
  't10k-labels-idx1-ubyte': idxFile([1], [2]),
};

describe('listDatasets', () => {
  it('tells where to get each and under which terms', () => {
    const names = listDatasets().map(({ name }) => name);
    expect(names).toEqual([
      ...['digits', 'cifar10', 'cifar100', 'mnist', 'fashion-mnist'],
      ...['image-folder', 'synthetic', 'idx'],
    ]);
    for (const { description, licence, source } of listDatasets()) {
      for (const text of [description, licence, source]) expect(text).toMatch(/\w/);
    }
    const shipped = listDatasets().filter(({ options }) => !('dir' in options));
    expect(shipped.map(({ name }) => name)).toEqual(['digits', 'synthetic']);
  });
});

describe('loadDataset', () => {
  it('reads the digits with their options', async () => {
    expect(await loadDataset({ name: 'digits' })).toEqual(readDigits());
    expect(await loadDataset({ name: 'digits', testFraction: 0.3, seed: 4 })).toEqual(
      readDigits({ testFraction: 0.3, seed: 4 }),
    );
    await expect(loadDataset({ name: 'digits', testFraction: 2 })).rejects.toThrow(
      'testFraction must be a finite number above 0 and below 1, got 2.',
    );
  });

  it.each([
    ['idx', 3, '2'],
    ['mnist', 10, '2'],
    ['fashion-mnist', 10, 'Pullover'],
  ])('reads %s from its folder', async (name, classes, third) => {
    await withFolder(idxFiles, async (dir) => {
      const dataset = await loadDataset({ name, dir });
      expect(dataset).toMatchObject({ name, classes });
      expect(dataset.classNames[2]).toBe(third);
    });
  });

  it('hands class names and the kind of labels on', async () => {
    await withFolder(idxFiles, async (dir) => {
      const classNames = ['a', 'b', 'c'];
      expect((await loadDataset({ name: 'idx', dir, classNames })).classNames).toEqual(classNames);
      await expect(loadDataset({ name: 'cifar100', dir, labels: 'coarse' })).rejects.toThrow(
        'File train.bin is missing',
      );
      await expect(loadDataset({ name: 'cifar10', dir })).rejects.toThrow('File data_batch_1.bin');
    });
  });

  it('gives the nearest name for an unknown one', async () => {
    await expect(loadDataset({ name: 'cifar-10' })).rejects.toThrow(
      new DatasetError(
        'There is no data set "cifar-10"; did you mean "cifar10"? ' +
          'Known are digits, cifar10, cifar100, mnist, fashion-mnist, image-folder, synthetic, idx.',
      ),
    );
  });

  it('asks for the folder where one is needed, and refuses one where none is read', async () => {
    // @ts-expect-error dir is needed
    await expect(loadDataset({ name: 'cifar10' })).rejects.toThrow(
      'cifar10 needs dir: folder of CIFAR-10, the binary or the Python version, unpacked, from',
    );
    // @ts-expect-error no such option
    await expect(loadDataset({ name: 'digits', dir: 'x' })).rejects.toThrow(
      "digits has no option 'dir'. Known are testFraction, seed.",
    );
  });

  it('refuses options of other data sets', async () => {
    // @ts-expect-error no such option
    await expect(loadDataset({ name: 'cifar10', dir: 'x', seed: 1 })).rejects.toThrow(
      "cifar10 has no option 'seed'. Known are dir.",
    );
    // @ts-expect-error a slip
    await expect(loadDataset({ name: 'cifar100', dir: 'x', label: 'fine' })).rejects.toThrow(
      "cifar100 has no option 'label'. Did you mean 'labels'?",
    );
  });
});

test.each([
  ['digits', `{ name: 'digits' }, got "digits".`],
  [undefined, "{ name: 'digits' }, got undefined."],
  [null, "{ name: 'digits' }, got null."],
  [{ dir: 'x' }, `{ name: 'digits' }, got {"dir":"x"}.`],
])('says what it takes when it is given %j', async (given, message) => {
  await expect(loadDataset(given as never)).rejects.toThrow(DatasetError);
  await expect(loadDataset(given as never)).rejects.toThrow(message);
});
