import { readDigits } from '@gnp/data/node';
import { loaderOf } from './loaders.js';

const digits = readDigits();
const { count, labels } = digits.train;
const portable = { module: 'file:///sources.mjs', argument: {} };
const files = {
  ...{ count, labels, portable },
  read: (index: number) => Promise.resolve(digits.train.read(index)),
};

/** Whether other threads make the batches. */
const elsewhere = (source: typeof files | typeof digits.train, workers?: number) =>
  'close' in loaderOf(source, digits, { batchSize: 100, augmentation: 'none', workers });

describe('loaderOf', () => {
  it('has other threads read what must be waited for, if not told otherwise', () => {
    expect([elsewhere(digits.train), elsewhere(files)]).toEqual([false, true]);
    expect([elsewhere(files, 0), elsewhere(digits.train, 1)]).toEqual([false, true]);
  });

  it('reads in this thread what others cannot open, if not told otherwise', () => {
    const { portable: _, ...own } = files;
    expect(elsewhere(own)).toBe(false);
    expect(() => elsewhere(own, 2)).toThrow("says nothing 'portable'");
  });
});
