import { axisScale, ticksUpTo } from './axis-scale.js';

describe('axisScale', () => {
  it.each<[number[], number[]]>([
    [
      [0, 1],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [0.3, 0.9],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [9.1, 9.9],
      [9, 9.2, 9.4, 9.6, 9.8, 10],
    ],
    [
      [-3, 7],
      [-4, -2, 0, 2, 4, 6, 8],
    ],
    [[0.1], [0, 0.02, 0.04, 0.06, 0.08, 0.1]],
    [
      [0, 0],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [[], [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [
      [NaN, 2, Infinity, 0],
      [0, 0.5, 1, 1.5, 2],
    ],
  ])('of %j is linear with ticks at %j', (values, ticks) => {
    const scale = axisScale(values);
    expect(scale).toEqual({ type: 'value', min: ticks[0], max: ticks.at(-1), ticks });
  });

  it.each<[number[], number[]]>([
    [
      [3, 90],
      [5, 10, 20, 50, 100],
    ],
    [
      [0.0012, 2.3],
      [0.003, 0.01, 0.03, 0.1, 0.3, 1],
    ],
    [
      [1e-7, 1],
      [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1],
    ],
  ])('of %j is logarithmic with ticks at %j', (values, ticks) => {
    const scale = axisScale(values);
    expect(scale.type).toBe('log');
    expect(scale.ticks).toEqual(ticks);
    expect(scale.min).toBeLessThan(Math.min(...values));
    expect(scale.max).toBeGreaterThan(Math.max(...values));
  });

  it.each([[[1e-300, 1e300]], [[Number.MIN_VALUE, Number.MAX_VALUE]]])(
    'keeps to a dozen ticks however wide the range: %j',
    (values) => {
      const { ticks, min, max } = axisScale(values);
      expect(ticks.length).toBeLessThanOrEqual(12);
      expect(ticks.length).toBeGreaterThan(5);
      expect(min).toBeGreaterThan(0);
      expect(max).toBeLessThan(Infinity);
    },
  );

  it('is linear as soon as a value is negative', () => {
    expect(axisScale([-0.1, 1, 1000]).type).toBe('value');
    expect(axisScale([1, 1000], { noise: [-1] }).type).toBe('value');
  });

  it('leaves zeros below a logarithmic axis', () => {
    const { type, min } = axisScale([0, 1, 1000]);
    expect(type).toBe('log');
    expect(min).toBeGreaterThan(0.4);
    expect(min).toBeLessThan(1);
  });

  it('is linear where it is asked to be', () => {
    expect(axisScale([0.001, 1], { linear: true })).toEqual(axisScale([0, 1]));
  });

  it('does not let noise decide, but holds it', () => {
    expect(axisScale([5, 10], { noise: [0.01, 19] })).toEqual(axisScale([0, 19]));
    const log = axisScale([1, 100], { noise: [0, 400] });
    expect(log.type).toBe('log');
    expect(log.min).toBeGreaterThan(0.4);
    expect(log.max).toBeGreaterThan(400);
  });
});

describe('ticksUpTo', () => {
  it.each([
    [60, [0, 10, 20, 30, 40, 50, 60]],
    [59.99, [0, 10, 20, 30, 40, 50]],
    [2, [0, 0.5, 1, 1.5, 2]],
    [7820, [0, 2000, 4000, 6000]],
  ])('%p gives %j', (max, ticks) => expect(ticksUpTo(max)).toEqual(ticks));
});
