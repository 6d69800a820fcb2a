import { grWarmup } from './gr-warmup.js';
import type { GrWarmupStrategy } from './gr-warmup.js';

const T = 40;
const at = (strategy: GrWarmupStrategy, step: number, warmupSteps = T) => {
  const { r, alpha } = grWarmup(strategy, { r: 0.1, alpha: 0.8, warmupSteps });
  return [r(step), alpha(step)];
};

describe('grWarmup at steps 0, T/2, T-1, T and later', () => {
  test.each<[GrWarmupStrategy, [number, number][]]>([
    [
      'none',
      [
        [0.1, 0.8],
        [0.1, 0.8],
        [0.1, 0.8],
        [0.1, 0.8],
        [0.1, 0.8],
      ],
    ],
    [
      'r',
      [
        [0, 0.8],
        [0.05, 0.8],
        [0.0975, 0.8],
        [0.1, 0.8],
        [0.1, 0.8],
      ],
    ],
    [
      'lambda',
      [
        [0.1, 0],
        [0.1, 0.4],
        [0.1, 0.78],
        [0.1, 0.8],
        [0.1, 0.8],
      ],
    ],
    [
      'zero',
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [0.1, 0.8],
        [0.1, 0.8],
      ],
    ],
  ])('%s', (strategy, expected) => {
    [0, T / 2, T - 1, T, 10 * T].forEach((step, i) => {
      const [r, alpha] = at(strategy, step);
      expect(r).toBeCloseTo(expected[i][0], 12);
      expect(alpha).toBeCloseTo(expected[i][1], 12);
    });
  });

  test('λ = αr rises the same way under r and lambda', () => {
    for (const step of [0, 7, 23, T]) {
      const [r1, a1] = at('r', step);
      const [r2, a2] = at('lambda', step);
      expect(r1 * a1).toBeCloseTo(r2 * a2, 12);
    }
  });

  test.each<GrWarmupStrategy>(['none', 'r', 'lambda', 'zero'])(
    '%s is off without steps',
    (strategy) => {
      expect(at(strategy, 0, 0)).toEqual([0.1, 0.8]);
    },
  );

  test('refuses unknown names and impossible lengths', () => {
    expect(() => grWarmup('Zero' as 'zero', { r: 1, alpha: 1, warmupSteps: 1 })).toThrow(
      "Unknown warmup 'Zero'; it is one of none, r, lambda, zero.",
    );
    expect(() => at('r', 0, 1.5)).toThrow('warmupSteps must be a whole number');
    expect(() => grWarmup('none', { r: NaN, alpha: 1, warmupSteps: 1 })).toThrow('finite');
  });
});
