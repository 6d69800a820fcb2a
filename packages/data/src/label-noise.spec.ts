import { randomSplit } from '../testing/samples.js';
import { labelNoise } from './label-noise.js';

const shape = { height: 1, width: 1, channels: 1 };
const classes = 5;
const clean = randomSplit(1000, shape, classes);

/** How many labels went from each class to the one so many further. */
function moves(noisy: Int32Array): number[] {
  const counts = new Array<number>(classes).fill(0);
  noisy.forEach((label, i) => counts[(label - clean.labels[i] + classes) % classes]++);
  return counts;
}

describe('labelNoise', () => {
  it.each([0, 0.001, 0.2, 0.4, 1])('makes exactly the share %f wrong', (share) => {
    for (const kind of ['symmetric', 'pairs'] as const) {
      const { labels, count } = labelNoise(clean, classes, { share, kind });
      expect([count, moves(labels)[0]]).toEqual([1000, 1000 - 1000 * share]);
    }
  });

  it('is symmetric: every other class is as likely', () => {
    const [, ...others] = moves(labelNoise(clean, classes, { share: 0.8 }).labels);
    // 800 over four: a deviation of 12
    for (const count of others) expect(Math.abs(count - 200)).toBeLessThan(4 * 12.3);
  });

  it('or goes by pairs, to the next class and from the last to the first', () => {
    const pairs = labelNoise(clean, classes, { share: 0.3, kind: 'pairs' });
    expect(moves(pairs.labels)).toEqual([700, 300, 0, 0, 0]);
  });

  it('follows the seed, leaves the images, and leaves the source as it was', () => {
    const before = clean.labels.slice();
    const noisy = (seed: number) => labelNoise(clean, classes, { share: 0.4, seed });
    expect(noisy(1).labels).toEqual(noisy(1).labels);
    expect(noisy(1).labels).not.toEqual(noisy(2).labels);
    expect(noisy(1).read(7)).toEqual(clean.read(7));
    expect(clean.labels).toEqual(before);
  });

  it('refuses impossible shares, kinds and classes', () => {
    expect(() => labelNoise(clean, classes, { share: 1.5 })).toThrow('share must be');
    expect(() => labelNoise(clean, classes, { share: 0.1, kind: 'pair' as 'pairs' })).toThrow(
      "Did you mean 'pairs'?",
    );
    expect(() => labelNoise(clean, 1, { share: 0.1 })).toThrow('The number of classes is 1;');
  });
});
