import { constant, cosine, exponential, join, linear, piecewise } from './index.js';

describe('schedules', () => {
  test('constant never changes', () => {
    expect([0, 5, 1e9].map(constant(0.3))).toEqual([0.3, 0.3, 0.3]);
  });

  test('linear ramps to its end and stays', () => {
    expect([0, 5, 10, 11].map(linear({ from: 1, to: 3, steps: 10 }))).toEqual([1, 2, 3, 3]);
    expect(linear({ from: 1, to: 3, steps: 0 })(0)).toBe(3);
  });

  test('cosine halves in the middle and stays at its end', () => {
    const schedule = cosine({ from: 1, to: 0.2, steps: 8 });
    [1, 0.6, 0.2, 0.2].forEach((expected, i) => {
      expect(schedule([0, 4, 8, 99][i])).toBeCloseTo(expected, 12);
    });
  });

  test('exponential changes by its rate every period', () => {
    const schedule = exponential({ from: 8, rate: 0.5, steps: 10 });
    expect([0, 10, 20].map(schedule)).toEqual([8, 4, 2]);
    expect(schedule(5) ** 2).toBeCloseTo(32, 12);
  });

  test('piecewise multiplies by every factor reached', () => {
    const schedule = piecewise({
      from: 1,
      factors: [
        [10, 0.5],
        [20, 0.1],
      ],
    });
    expect([0, 9, 10, 19, 20].map(schedule)).toEqual([1, 1, 0.5, 0.5, 0.05]);
  });

  test('join restarts the count at each boundary', () => {
    const count = (step: number) => step;
    expect([0, 2, 3, 5, 6].map(join([count, count, constant(-1)], [3, 5]))).toEqual([
      0, 2, 0, -1, -1,
    ]);
  });

  test.each([
    [() => constant(NaN), 'value must be a finite number, got NaN'],
    [
      () => linear({ from: 0, to: 1, steps: -1 }),
      'steps must be a whole number of at least 0, got -1',
    ],
    [() => cosine({ from: 1, steps: 0 }), 'at least 1, got 0'],
    [
      () => exponential({ from: 1, rate: 0, steps: 1 }),
      'rate must be a finite number above 0, got 0',
    ],
    [
      () =>
        piecewise({
          from: 1,
          factors: [
            [5, 1],
            [5, 1],
          ],
        }),
      'Steps must ascend, but 5 follows 5',
    ],
    [() => join([constant(1)], [3]), '1 schedules need 0 boundaries, got 1'],
    [
      () => join([constant(1), constant(1), constant(1)], [3, 2]),
      'Boundaries must ascend, but 2 follows 3',
    ],
  ])('refuses impossible input %#', (make, message) => {
    expect(make).toThrow(message);
  });
});
