import { configDifferences } from './config-difference.js';

describe('configDifferences', () => {
  it('finds none between spellings of the same configuration', () => {
    expect(
      configDifferences('a: 1\nb: {c: [x, "y"]}\n', '# note\nb:\n  c: [x, y]\na: 1.0\n'),
    ).toEqual([]);
  });

  it('names every place and both values', () => {
    const a = 'optimizer: {name: sgd, learningRate: 0.1}\nstages: [1, 2]\nr: .inf\nempty: {}';
    const b = 'optimizer: {name: sgd, learningRate: 0.05}\nstages: [1]\nr: .nan\nempty: []';
    expect(configDifferences(a, b)).toEqual([
      'optimizer.learningRate: 0.1 / 0.05',
      'stages.1: 2 / absent',
      'r: Infinity / NaN',
      'empty: {} / []',
    ]);
  });

  it('leaves out the keys it is told to', () => {
    expect(
      configDifferences('a: 1\nversions: {node: 20}', 'a: 1\nversions: {node: 22}', ['versions']),
    ).toEqual([]);
  });

  it('leaves out paths within sections, and no others that begin alike', () => {
    const a = 'dataset: {dir: x, dirs: 1}\ndataset.dir: 1';
    const b = 'dataset: {dir: {at: y}, dirs: 2}\nmodel: {dataset.dir: 2}';
    expect(configDifferences(a, b, ['dataset.dir'])).toEqual([
      'dataset.dirs: 1 / 2',
      'model.dataset.dir: absent / 2',
    ]);
  });

  it('compares things that are no mappings', () => {
    expect(configDifferences('', 'a: 1')).toEqual(['(all): null / absent', 'a: absent / 1']);
  });
});
