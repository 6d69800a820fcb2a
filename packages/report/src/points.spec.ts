import type { Point } from './points.js';
import { smooth, thin } from './points.js';

const line = (ys: number[]): Point[] => ys.map((y, x) => [x, y]);

describe('smooth', () => {
  it('takes the mean of a window around each point', () => {
    expect(smooth(line([0, 3, 6, 0, 3]), 3)).toEqual(line([1.5, 3, 3, 3, 1.5]));
  });

  it('follows a straight line without lag', () => {
    const straight = line(Array.from({ length: 20 }, (_, i) => 2 * i));
    expect(smooth(straight, 7).slice(3, -3)).toEqual(straight.slice(3, -3));
  });

  it('changes nothing with a window of one', () => {
    expect(smooth(line([5, 1, 4]), 1)).toEqual(line([5, 1, 4]));
  });

  it('leaves out what is not finite', () => {
    expect(smooth(line([1, NaN, 3, Infinity]), 1)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(smooth([], 3)).toEqual([]);
  });
});

describe('thin', () => {
  it('keeps short lines whole', () => expect(thin(line([3, 1, 2]), 3)).toEqual(line([3, 1, 2])));

  it('keeps every extreme of a long line, in order', () => {
    const ys = Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 300));
    ys[1234] = 50;
    ys[7777] = -50;
    const thinned = thin(line(ys), 100);
    expect(thinned.length).toBeLessThanOrEqual(100);
    expect(thinned.length).toBeGreaterThan(50);
    expect(thinned).toContainEqual([1234, 50]);
    expect(thinned).toContainEqual([7777, -50]);
    expect(thinned.map(([x]) => x)).toEqual([...thinned.map(([x]) => x)].sort((a, b) => a - b));
  });
});
