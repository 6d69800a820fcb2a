import { DatasetError, unknownName } from './dataset-error.js';

describe('DatasetError', () => {
  it('is an Error with a name of its own', () => {
    const error = new DatasetError('gone');
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('DatasetError: gone');
  });

  it('gives the nearest of the known names', () => {
    expect(unknownName('data set', 'minst', ['cifar10', 'mnist']).message).toBe(
      'There is no data set "minst"; did you mean "mnist"? Known are cifar10, mnist.',
    );
  });

  it('gives no name where none is near', () => {
    expect(unknownName('data set', 'imagenet', ['cifar10', 'mnist']).message).toBe(
      'There is no data set "imagenet". Known are cifar10, mnist.',
    );
  });
});
